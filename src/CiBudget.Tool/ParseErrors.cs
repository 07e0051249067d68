using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>What is wrong with the words of a command line, in one line: what was meant, and where to look it up.</summary>
internal static class ParseErrors
{
    /// <summary>Null when nothing is.</summary>
    public static string? Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // Help of a command that there is not would be help of another one.
        var isFault = parsed.Action is ParseErrorAction || IsMisspeltCommand(parsed);
        // Help, completion and --version have actions of their own, and answer whatever else is there.
        var option = isFault || parsed.Action == command.Action ? UnknownOption(parsed) : null;
        if (!isFault && option is null)
            return null;
        var fault =
            option is not null ? Unknown(option, command)
            : parsed.UnmatchedTokens is [var word, ..] ? Unknown(word, command)
            : command.Subcommands.Count > 0
                ? $"a command is missing: {string.Join(", ", Names(command))}."
            : OneLine(parsed.Errors);
        return $"{fault} See '{Path(parsed.CommandResult)} --help'.";
    }

    /// <summary>A word where a command belongs, beside <c>--help</c> or <c>--version</c>. Completion is asked about unfinished words.</summary>
    private static bool IsMisspeltCommand(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0
        && parsed.UnmatchedTokens is [var word, ..]
        && !word.StartsWith('-')
        && !parsed.Tokens.Any(token => token.Type == TokenType.Directive);

    /// <summary>An argument that takes any text takes an option's name, too; a folder of such a name is written after <c>--</c>.</summary>
    private static string? UnknownOption(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .Select(token => token.Value)
                .FirstOrDefault(value => value.Length > 1 && value[0] == '-');

    private static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        var names = isOption ? Options(command) : Names(command);
        return names is []
            ? $"'{word}' is one word too many."
            : $"there is no {(isOption ? "option" : "command")} '{word}'.{NearestName.Hint(word, names)}";
    }

    private static string[] Names(Command command) =>
        [.. command.Subcommands.Select(subcommand => subcommand.Name)];

    private static string[] Options(Command command) =>
        [.. command.Options.Append(CommandLine.Json).Select(option => option.Name), "--help"];

    private static string OneLine(IReadOnlyList<ParseError> errors) =>
        string.Join(
                ' ',
                errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            )
            .TrimEnd('.') + ".";

    private static string Path(SymbolResult result) =>
        result.Parent is CommandResult parent
            ? Path(parent) + " " + ((CommandResult)result).Command.Name
            : "cibudget";
}
