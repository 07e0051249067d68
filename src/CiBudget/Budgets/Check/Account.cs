namespace CiBudget;

/// <summary>What live calls and what replayed calls used.</summary>
internal sealed class Account
{
    public Tally Live { get; } = new();

    public Tally Replayed { get; } = new();

    public void Add(Account other)
    {
        Live.Add(other.Live);
        Replayed.Add(other.Replayed);
    }

    /// <summary>What limits compare: live calls, and replayed ones where the budget counts them.</summary>
    public Tally Counted(ReplayedCalls replayed)
    {
        if (replayed == ReplayedCalls.Free)
            return Live;
        var sum = new Tally();
        sum.Add(Live);
        sum.Add(Replayed);
        return sum;
    }

    public Totals ToTotals() =>
        new()
        {
            Calls = Live.Calls + Replayed.Calls,
            FailedCalls = Live.FailedCalls + Replayed.FailedCalls,
            Retries = Live.Retries + Replayed.Retries,
            RefusedCalls = Live.RefusedCalls + Replayed.RefusedCalls,
            ReplayedCalls = Replayed.Calls,
            InputTokens = Live.InputTokens + Replayed.InputTokens,
            CacheWrite5mTokens = Live.CacheWrite5mTokens + Replayed.CacheWrite5mTokens,
            CacheWrite1hTokens = Live.CacheWrite1hTokens + Replayed.CacheWrite1hTokens,
            CacheReadTokens = Live.CacheReadTokens + Replayed.CacheReadTokens,
            OutputTokens = Live.OutputTokens + Replayed.OutputTokens,
            WebSearchRequests = Live.WebSearchRequests + Replayed.WebSearchRequests,
            CostUsd = Live.Usd,
            AvoidedUsd = Replayed.Usd,
            ReservedUsd = Live.ReservedUsd,
            SettledUsd = Live.SettledUsd,
            LowerBound = Live.LowerBound || Replayed.LowerBound,
            UnpricedCalls = Live.UnpricedCalls + Replayed.UnpricedCalls,
        };
}
