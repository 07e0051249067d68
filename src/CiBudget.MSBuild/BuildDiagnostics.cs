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

    /// <summary>Logs an error of a file as a whole.</summary>
    public static void LogError(TaskLoggingHelper log, string code, string file, string message) =>
        Log(log, new Diagnostic(code, Severity.Error, file, Position.None, message));

    /// <summary>Does a task's work, and logs what keeps it from being done. False when an error was logged.</summary>
    public static bool Run(
        TaskLoggingHelper log,
        string project,
        Func<string> runDirectory,
        Action work
    )
    {
        try
        {
            work();
        }
        catch (BudgetFileException fault)
        {
            Log(log, new(fault.Code, Severity.Error, fault.Path, fault.Position, fault.Message));
        }
        catch (FormatException fault)
        {
            LogError(log, Codes.BudgetFileInvalid, project, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogError(
                log,
                Codes.LedgerNotWritten,
                project,
                $"the run's folder {runDirectory()} cannot be written: {fault.Message} Set CiBudgetDirectory to a folder that can."
            );
        }
        return !log.HasLoggedErrors;
    }
}
