using CiBudget.Budgets;
using CiBudget.Checking;
using Microsoft.Build.Utilities;

namespace CiBudget.MSBuild;

/// <summary>Says diagnostics in the build's own format: <c>file(line,column): error CIB001: …</c>.</summary>
internal static class BuildDiagnostics
{
    private delegate void Say(
        string? subcategory,
        string code,
        string? helpKeyword,
        string helpLink,
        string? file,
        int line,
        int column,
        int endLine,
        int endColumn,
        string message,
        params object[] arguments
    );

    /// <summary>Logs a diagnostic as what its severity says.</summary>
    public static void Log(TaskLoggingHelper log, Diagnostic diagnostic)
    {
        Say? say = diagnostic.Severity switch
        {
            Severity.Error => log.LogError,
            Severity.Warn => log.LogWarning,
            _ => null,
        };
        var (line, column) = diagnostic.Position;
        // A message may quote text with braces.
        say?.Invoke(
            null,
            diagnostic.Code,
            null,
            "https://github.com/cibudget/cibudget/blob/main/docs/codes.md#"
                + diagnostic.Code.ToLowerInvariant(),
            diagnostic.File,
            line,
            column,
            0,
            0,
            "{0}",
            diagnostic.Message
        );
    }

    /// <summary>Logs a budget file that cannot be used.</summary>
    public static void Log(TaskLoggingHelper log, BudgetFileException fault) =>
        Log(
            log,
            new Diagnostic(fault.Code, Severity.Error, fault.Path, fault.Position, fault.Message)
        );

    /// <summary>Logs a setting that cannot be understood.</summary>
    public static void LogSetting(TaskLoggingHelper log, string project, FormatException fault) =>
        Log(
            log,
            new Diagnostic(
                Codes.BudgetFileInvalid,
                Severity.Error,
                project,
                Position.None,
                fault.Message
            )
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
            new Diagnostic(
                Codes.LedgerNotWritten,
                Severity.Error,
                project,
                Position.None,
                $"the run's folder {folder} cannot be written: {fault.Message} Set CiBudgetDirectory to a folder that can."
            )
        );
}
