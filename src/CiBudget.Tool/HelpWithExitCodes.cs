using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CiBudget.Tool;

/// <summary>The usual help, then examples and the exit codes.</summary>
internal sealed class HelpWithExitCodes(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exit = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
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
