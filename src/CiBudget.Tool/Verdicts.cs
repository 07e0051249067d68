using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Ledger;
using CiBudget.Pricing;

namespace CiBudget.Tool;

/// <summary>The check of a run.</summary>
internal static class Verdicts
{
    /// <summary>Checks ledgers.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="directories">Where the ledgers are, as one run.</param>
    /// <param name="shards">How many shards there must be; null takes the budget file's word.</param>
    /// <param name="timeline">True when the verdict is to be drawn over time.</param>
    /// <param name="baseline">What the tests used to cost; null when nothing is compared.</param>
    /// <param name="isLatest">True when nobody named the run: then it must not be an old one.</param>
    public static Verdict Create(
        Budget budget,
        IReadOnlyList<string> directories,
        int? shards = null,
        bool timeline = false,
        Baseline? baseline = null,
        bool isLatest = false
    ) =>
        Progress.While(
            "Reading the ledgers …",
            () =>
                BudgetCheck.Run(
                    budget,
                    PriceSheet.Embedded,
                    directories,
                    new CheckOptions
                    {
                        Shards = shards,
                        Timeline = timeline,
                        Baseline = baseline,
                        MaxAge = isLatest ? MaxAge() : null,
                        PipelineRun = isLatest ? PipelineRun.Name(CiHost.Variable) : null,
                    }
                )
        );

    /// <exception cref="UsageException">Nothing wrote a ledger where the verdict looked.</exception>
    public static void RequireLedger(Verdict verdict)
    {
        if (verdict.Processes == 0)
            throw new UsageException(
                $"there is no ledger in {string.Join(", ", verdict.LedgerDirectories)}: run `dotnet test` first."
            );
    }

    /// <exception cref="UsageException">CIBUDGET_MAX_AGE cannot be understood.</exception>
    private static TimeSpan? MaxAge()
    {
        const string Name = "CIBUDGET_MAX_AGE";
        try
        {
            return HostSettings.MaxAge(Name, CiHost.Variable(Name));
        }
        catch (FormatException fault)
        {
            throw new UsageException(fault.Message);
        }
    }
}
