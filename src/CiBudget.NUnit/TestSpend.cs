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

    /// <summary>Answers that cost money and came without usage: their tokens and cost are not known.</summary>
    public long Unmeasured { get; init; }

    /// <summary>Calls whose cost is not known for want of a price; their tokens are.</summary>
    public long Unpriced { get; init; }

    /// <summary>US dollars, of what could be priced.</summary>
    public decimal Cost => Totals.CostUsd;

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
            $"{SpendText.Of(Metric.Cost, Cost, Totals.LowerBound)} in {SpendText.Of(Metric.Calls, Calls)} ({InputTokens:N0} input, {CacheWriteTokens:N0} cache write, {CacheReadTokens:N0} cache read, {OutputTokens:N0} output tokens)"
        );

    internal TestSpend Plus(LedgerEntry entry, IReadOnlyList<Cost> costs, ReplayedCalls replayed)
    {
        if (entry.Replayed && replayed == ReplayedCalls.Free)
        {
            return this with
            {
                Totals = Totals with
                {
                    ReplayedCalls = Totals.ReplayedCalls + (entry.IsCall ? 1 : 0),
                    AvoidedUsd = Totals.AvoidedUsd + costs.Sum(cost => cost.Usd ?? 0),
                },
            };
        }

        return this with
        {
            Totals = Spend.Sum([Totals, Of(entry, costs)]),
            Unmeasured = Unmeasured + (entry.UsageMissing ? 1 : 0),
            Unpriced = Unpriced + (costs.Any(cost => cost.Usd is null) ? 1 : 0),
        };
    }

    /// <summary>One entry, as the check counts its line, so that a test's own limit and the budget file's agree.</summary>
    private static Totals Of(LedgerEntry entry, IReadOnlyList<Cost> costs)
    {
        if (entry.Outcome == CallOutcome.Refused)
        {
            return new Totals { RefusedCalls = 1 };
        }

        var call = entry.IsCall && CallRules.IsPaid(entry.Endpoint) ? 1 : 0;
        var billed = Usage.Sum(entry.Usage.Where(part => part.Unbilled == UnbilledReason.None));
        return new Totals
        {
            Calls = call,
            FailedCalls = CallRules.IsFailed(entry.Outcome, entry.Status) ? call : 0,
            Retries = entry.Attempt > 0 ? call : 0,
            ReplayedCalls = entry.Replayed ? call : 0,
            InputTokens = billed.InputTokens,
            CacheWrite5mTokens = billed.CacheWrite5mTokens,
            CacheWrite1hTokens = billed.CacheWrite1hTokens,
            CacheReadTokens = billed.CacheReadTokens,
            OutputTokens = billed.OutputTokens,
            WebSearchRequests = billed.WebSearchRequests,
            CostUsd = costs.Sum(cost => cost.Usd ?? 0),
            LowerBound = CallRules.IsLowerBound(entry.Endpoint, entry.Complete),
            UnpricedCalls = entry.UsageMissing || costs.Any(cost => cost.Usd is null) ? 1 : 0,
        };
    }
}
