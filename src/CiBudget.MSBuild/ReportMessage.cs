using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Tables;
using Microsoft.Build.Framework;

namespace CiBudget.MSBuild;

/// <summary>The report as one message, so that no other node's line falls into the table.</summary>
internal static class ReportMessage
{
    private const string Sender = "CiBudget";

    // The kind of message that the terminal logger shows from a test project; other loggers take it for an ordinary one.
    private const string ShownByTerminalLogger = "TLTESTOUTPUT";

    /// <summary>Logs the report.</summary>
    /// <param name="engine">The build.</param>
    /// <param name="verdict">What to say.</param>
    /// <param name="width">Columns; null asks the terminal.</param>
    /// <param name="noColor">True when colours are unwelcome even on a terminal.</param>
    public static void Log(IBuildEngine engine, Verdict verdict, int? width, bool noColor)
    {
        // Loggers indent messages; two columns are what the console logger takes.
        var terminal = HostTerminal.Columns - 2;
        var text = ConsoleReport.Render(
            verdict,
            width ?? terminal ?? HostTerminal.WidthOfLogs,
            color: terminal is not null && !noColor
        );
        engine.LogMessageEvent(Message("\n" + text.TrimEnd('\n')));
    }

    // By name: the type is younger than the oldest MSBuild that the task loads in, which has no terminal logger for tests either.
    private static BuildMessageEventArgs Message(string text)
    {
        var extended = typeof(BuildMessageEventArgs).Assembly.GetType(
            "Microsoft.Build.Framework.ExtendedBuildMessageEventArgs"
        );
        return extended is null
            ? new BuildMessageEventArgs(text, null, Sender, MessageImportance.High)
            : (BuildMessageEventArgs)
                Activator.CreateInstance(
                    extended,
                    ShownByTerminalLogger,
                    text,
                    null,
                    Sender,
                    MessageImportance.High
                )!;
    }
}
