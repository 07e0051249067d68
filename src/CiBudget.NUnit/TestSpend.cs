using CiBudget.Checking;
using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.NUnit;

/// <summary>What Claude calls used up to a moment, of one test or of the run: a snapshot that does not change.</summary>
/// <remarks>Replayed calls are among these numbers only when the budget file says <c>"replayed": "counted"</c>.</remarks>
public sealed record TestSpend
{
    /// <summary>The test's full name, or its fixture's inside a one-time set-up; null for the run.</summary>
    public string? Test { get; init; }

    /// <summary>False when CiBudget is switched off: nothing was counted and no limit holds.</summary>
    public bool Metered { get; init; } = true;

    /// <summary>Calls by kind, tokens by kind, money.</summary>
    public Totals Totals { get; init; } = new();

    /// <summary>Calls that have begun and not ended: what they use is not known yet.</summary>
    public long InFlight { get; init; }

    /// <summary>Calls that may have been billed and brought no usage: their tokens and cost are not known.</summary>
    public long Unmeasured { get; init; }

    /// <summary>Calls whose cost is not known for want of a price; their tokens are.</summary>
    public long Unpriced { get; init; }

    /// <summary>US dollars, of what could be priced.</summary>
    public decimal Cost => Get(Metric.Cost);

    /// <summary>True when the budget file says <c>"replayed": "counted"</c>.</summary>
    internal bool CountsReplayed { get; init; }

    /// <summary>HTTP attempts that have ended, retries and failures included.</summary>
    public long Calls => Totals.Calls;

    /// <summary>Uncached prompt tokens.</summary>
    public long InputTokens => Totals.InputTokens;

    /// <summary>Output tokens, thinking included.</summary>
    public long OutputTokens => Totals.OutputTokens;

    /// <summary>Cache writes of both lifetimes, in tokens.</summary>
    public long CacheWriteTokens => Totals.CacheWriteTokens;

    /// <summary>Cache reads, in tokens.</summary>
    public long CacheReadTokens => Totals.CacheReadTokens;

    /// <summary>Prompt and output together.</summary>
    public long TotalTokens => Totals.TotalTokens;

    /// <summary>True when every number is exact: no cut stream, no call under way, nothing without usage or price.</summary>
    public bool Complete => !Totals.LowerBound && InFlight == 0 && Unmeasured == 0 && Unpriced == 0;

    /// <summary>One line for messages: <c>$0.0213 in 3 calls (1,204 input, 0 cache write, 0 cache read, 1,802 output tokens)</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{SpendText.Format(Metric.Cost, Cost, Totals.LowerBound)} in {SpendText.Format(Metric.Calls, Calls)} ({InputTokens:N0} input, {CacheWriteTokens:N0} cache write, {CacheReadTokens:N0} cache read, {OutputTokens:N0} output tokens)"
        );

    /// <summary>What a limit on a metric compares, of calls that have ended.</summary>
    internal decimal Get(Metric metric) =>
        metric == Metric.Cost && !CountsReplayed ? Totals.CostUsd : Totals.Get(metric);

    internal TestSpend Plus(LedgerEntry entry, in CallCost cost)
    {
        var totals = Totals with { };
        if (entry.Replayed && !CountsReplayed)
        {
            totals.AddAvoided(entry, cost);
            return this with { Totals = totals };
        }

        totals.Add(entry, cost);
        return this with
        {
            Totals = totals,
            Unmeasured = Unmeasured + (cost.IsUsageMissing ? 1 : 0),
            Unpriced = Unpriced + (cost.Unpriced is null ? 0 : 1),
        };
    }
}
