using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tables;

namespace CiBudget.NUnit;

/// <summary>
/// The gate where no build step runs after the tests: compares the run's directory, which all test programs of one <c>dotnet test</c>
/// share, with the budget. The program that ends last sees the complete sum.
/// </summary>
/// <param name="Report">The report for people; null when there is nothing to report.</param>
/// <param name="Failure">Every error, one a line, as the build would print it; null when the run passes.</param>
internal sealed record RunCheck(string? Report, string? Failure)
{
    /// <summary>Checks what there is so far.</summary>
    /// <param name="session">This process's session.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="color">True for ANSI colours.</param>
    public static RunCheck Create(MeteringSession session, int width, bool color)
    {
        if (!session.Settings.Enabled)
            return new RunCheck(null, null);

        if (session.Settings.Fault is { } setting)
            return new RunCheck(null, Line(null, default, Codes.BudgetFileInvalid, setting));

        if (session.BudgetFault is { } fault)
            return new RunCheck(null, Line(fault.Path, fault.Position, fault.Code, fault.Message));

        session.Checkpoint();
        Verdict verdict;
        try
        {
            verdict = BudgetCheck.Run(
                session.Budget,
                PriceSheet.Embedded,
                [session.Settings.RunDirectory],
                Options(session)
            );
        }
        catch (BudgetFileException baseline)
        {
            return new RunCheck(
                null,
                Line(baseline.Path, baseline.Position, baseline.Code, baseline.Message)
            );
        }

        var errors = verdict
            .Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)
            .Select(error => Line(error.File, error.Position, error.Code, error.Message))
            .Concat(Unwritten(session, verdict))
            .ToList();
        return new RunCheck(
            ConsoleReport.Render(verdict, width, color),
            errors.Count == 0 ? null : string.Join('\n', errors)
        );
    }

    /// <summary>What this process knows and its ledger does not say, because it could not be written or was never opened.</summary>
    private static IEnumerable<string> Unwritten(MeteringSession session, Verdict verdict)
    {
        if (AcrossMachines.MissingPackage(session.Budget, session.Settings) is { } package)
            yield return Line(
                session.Budget.Path,
                AcrossMachines.Place(session.Budget),
                Codes.SharedPackageMissing,
                package
            );

        if (session.Fault is { } fault)
            yield return Line(
                null,
                default,
                Codes.Unmeasured,
                $"this test program is not metered: {fault}"
            );

        var missing = session.Accumulator.Run().Calls - verdict.Totals.Calls;
        if (missing > 0)
        {
            var calls =
                missing == 1 ? "call of this test program is" : "calls of this test program are";
            yield return Line(
                null,
                default,
                Codes.LedgerNotWritten,
                FormattableString.Invariant(
                    $"{missing} {calls} not in its ledger: see to the access rights of {session.Settings.RunDirectory}."
                )
            );
        }
    }

    /// <summary>No process of such a run knows whether it is the last: a run without calls is judged by each as things stand.</summary>
    private static CheckOptions Options(MeteringSession session) =>
        new()
        {
            Baseline = BaselineFile.LoadFor(session.Budget),
            // One machine sees one shard; `cibudget check` over all of them looks for missing ones.
            Shards = session.Settings.Shards is null ? null : 0,
            // Programs of one `dotnet test` run side by side; the last one finds every ledger closed.
            IsRunning = writer =>
                writer.Id != session.ProcessId
                && AliveFile.IsHeld(
                    Path.Combine(session.Settings.RunDirectory, writer.Id + AliveFile.Extension)
                ),
            NoCalls = session.Budget.Path is null ? Severity.Off : session.Settings.NoCalls,
        };

    private static string Line(string? file, Position position, string code, string message) =>
        $"{(file is null ? "CiBudget" : position.In(file))}: error {code}: {message}";
}
