using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>What the check found. Its content depends on the ledgers, the budget and the prices only, not on the order of files.</summary>
public sealed record Verdict
{
    /// <summary>The one word for the run.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>Everything there is to say, errors first, biggest overrun first.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Sums of the run.</summary>
    public Totals Totals { get; init; } = new();

    /// <summary>Sums by test, most expensive first, the unattributed row included where there is one.</summary>
    public IReadOnlyList<TestTotals> Tests { get; init; } = [];

    /// <summary>Sums by model, most expensive first.</summary>
    public IReadOnlyList<ModelTotals> Models { get; init; } = [];

    /// <summary>What the counted calls asked for, by model's name.</summary>
    public IReadOnlyList<ModelDemand> Demand { get; init; } = [];

    /// <summary>Every limit with what was used of it, in the budget file's order.</summary>
    public IReadOnlyList<LimitUse> Limits { get; init; } = [];

    /// <summary>The budget that was checked.</summary>
    public Budget Budget { get; init; } = Budget.Empty;

    /// <summary>The day that the price sheet was made.</summary>
    public DateTime PricesAsOf { get; init; }

    /// <summary>Where the ledgers are, as given.</summary>
    public IReadOnlyList<string> LedgerDirectories { get; init; } = [];

    /// <summary>How many processes wrote a ledger.</summary>
    public int Processes { get; init; }

    /// <summary>What answered replayed calls, and how many of them, by name. The embedded server is not among them.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ReplayHosts { get; init; } = [];

    /// <summary>What the verdict rests on.</summary>
    public Evidence Evidence { get; init; } = new();

    /// <summary>When the first call left; null when there was none.</summary>
    public DateTimeOffset? FirstCall { get; init; }

    /// <summary>When the last call left; null when there was none.</summary>
    public DateTimeOffset? LastCall { get; init; }

    /// <summary>Spend over time, for charts; empty when it was not asked for.</summary>
    public IReadOnlyList<TimelinePoint> Timeline { get; init; } = [];

    /// <summary>True when no diagnostic is an error.</summary>
    public bool Passed => !Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>The same verdict where some warnings count as errors.</summary>
    /// <param name="isError">True for the code of such a warning.</param>
    internal Verdict WithErrors(Func<string, bool> isError)
    {
        if (!Diagnostics.Any(IsOne))
            return this;
        var diagnostics = Diagnostics
            .Select(diagnostic =>
                IsOne(diagnostic) ? diagnostic with { Severity = Severity.Error } : diagnostic
            )
            .OrderByDescending(diagnostic => diagnostic.Severity)
            .ToList();
        return this with { Diagnostics = diagnostics, Outcome = Outcomes.From(diagnostics) };

        bool IsOne(Diagnostic diagnostic) =>
            diagnostic.Severity == Severity.Warn && isError(diagnostic.Code);
    }
}
