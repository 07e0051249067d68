using CiBudget.Budgets;
using CiBudget.Ledger;
using CiBudget.Pricing;

namespace CiBudget.Checking;

/// <summary>Compares ledgers with a budget: one streaming pass over the files, memory by tests and models, not by calls.</summary>
public static class BudgetCheck
{
    /// <summary>Checks a run.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="prices">The sheet, before the budget's own prices are laid on top.</param>
    /// <param name="directories">
    /// Where the ledgers are: run directories, searched downward for <c>*.ledger.jsonl</c>. One that does not exist has none.
    /// </param>
    /// <param name="options">The rest.</param>
    /// <param name="cancellationToken">Ends the check between two lines of a ledger.</param>
    /// <exception cref="OperationCanceledException">The check was ended.</exception>
    public static Verdict Run(
        Budget budget,
        PriceSheet prices,
        IReadOnlyList<string> directories,
        CheckOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var sheet = prices.With(budget);
        var run = new RunSums(budget, sheet, options.Timeline);
        var diagnostics = new Diagnostics(budget, options);
        var (files, conflicts) = LedgerCopies.Sort(Find(directories, diagnostics));
        var ledgers = files.ConvertAll(path => new LedgerState(path));
        new LedgerScan(run, cancellationToken).Read(ledgers);
        var sums = run.Close();
        var shared = SharedFigures.Read(budget.Shared is null ? [] : directories);
        var limits = LimitUses.From(sums, shared);

        var folders = EvidenceFolder.Find(directories);
        var evidence = Evidence.From(folders, ledgers, sums.Totals);
        diagnostics.AddLimits(limits, evidence);
        // What this run did not add to needs no check.
        if (sums.Sum.Live.Calls > 0)
            diagnostics.AddUncheckedShares(shared);
        diagnostics.AddCalls(run.Occurrences, run.ModelRules, sums);
        diagnostics.AddLedgers(ledgers, conflicts);
        diagnostics.AddEvidence(folders, ledgers);
        diagnostics.AddRun(ledgers, sums, directories, folders, sheet);
        var verdict = new Verdict
        {
            Totals = sums.Totals,
            Tests = sums.TestTotals(),
            Models = sums.ModelTotals(),
            Demand = sums.Demand(),
            Limits = limits,
            Budget = budget,
            PricesAsOf = sheet.AsOf,
            LedgerDirectories = directories,
            Processes = ledgers.Count,
            ReplayHosts = run.ReplayHosts.ByName(),
            Evidence = evidence,
            FirstCall = run.FirstCall,
            LastCall = run.LastCall,
            Timeline = run.Timeline?.Points() ?? [],
        };
        if (options.Baseline is { } baseline && budget.BaselineTolerance is { } tolerance)
            diagnostics.AddGrowth(BaselineDiff.Create(baseline, verdict, tolerance));
        var sorted = diagnostics.Sorted();
        return verdict with { Outcome = Outcomes.From(sorted), Diagnostics = sorted };
    }

    private static IReadOnlyList<string> Find(
        IReadOnlyList<string> directories,
        Diagnostics diagnostics
    )
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var directory in directories.Where(Directory.Exists))
        {
            try
            {
                files.UnionWith(LedgerReader.Find([directory]));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                diagnostics.AddUnreadableDirectory(directory);
            }
        }
        return [.. files];
    }
}
