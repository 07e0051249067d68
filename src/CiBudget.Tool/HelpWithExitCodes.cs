using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CiBudget.Tool;

/// <summary>The usual help, then examples and the exit codes.</summary>
internal sealed class HelpWithExitCodes(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var exit = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // The root is called what its assembly is called, and cannot be told otherwise.
        output.Write(
            text.ToString()
                .Replace(RootCommand.ExecutableName, "cibudget", StringComparison.Ordinal)
        );
        if (parseResult.CommandResult.Command is DocumentedCommand documented)
        {
            output.WriteLine("Examples:");
            foreach (var example in documented.Examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }
        output.WriteLine(ExitCodes.Help);
        return exit;
    }
}
