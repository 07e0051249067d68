using Microsoft.Build.Utilities;

namespace CiBudget.MSBuild;

/// <summary>Says findings in the build's own format: <c>file(line,column): error CIB001: …</c>.</summary>
internal static class BuildFindings
{
    /// <summary>Logs a finding as what its severity says.</summary>
    public static void Log(TaskLoggingHelper log, Finding finding)
    {
        var (line, column) = finding.Position;
        switch (finding.Severity)
        {
            case Severity.Error:
                log.LogError(
                    null,
                    finding.Code,
                    null,
                    HelpLink(finding.Code),
                    finding.File,
                    line,
                    column,
                    0,
                    0,
                    Verbatim,
                    finding.Message
                );
                break;
            case Severity.Warn:
                log.LogWarning(
                    null,
                    finding.Code,
                    null,
                    HelpLink(finding.Code),
                    finding.File,
                    line,
                    column,
                    0,
                    0,
                    Verbatim,
                    finding.Message
                );
                break;
        }
    }

    /// <summary>Logs a budget file that cannot be used.</summary>
    public static void Log(TaskLoggingHelper log, BudgetFileException fault) =>
        Log(
            log,
            new Finding(fault.Code, Severity.Error, fault.Path, fault.Position, fault.Message)
        );

    /// <summary>Logs that the folder of a run cannot be used.</summary>
    public static void LogNotWritten(
        TaskLoggingHelper log,
        string project,
        string folder,
        Exception fault
    ) =>
        Log(
            log,
            new Finding(
                Codes.LedgerNotWritten,
                Severity.Error,
                project,
                Position.None,
                $"the run's folder {folder} cannot be written: {fault.Message} Set CiBudgetDirectory to a folder that can."
            )
        );

    // A message may quote text with braces.
    private const string Verbatim = "{0}";

    private static string HelpLink(string code) =>
        "https://github.com/cibudget/cibudget#" + code.ToLowerInvariant();
}
