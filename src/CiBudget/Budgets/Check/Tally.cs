namespace CiBudget;

/// <summary>Sums that grow.</summary>
internal sealed class Tally
{
    public long Calls;
    public long FailedCalls;
    public long Retries;
    public long RefusedCalls;
    public long UnpricedCalls;
    public long InputTokens;
    public long CacheWrite5mTokens;
    public long CacheWrite1hTokens;
    public long CacheReadTokens;
    public long OutputTokens;
    public long WebSearchRequests;
    public decimal Usd;
    public decimal ReservedUsd;
    public decimal SettledUsd;
    public bool LowerBound;
    public long MaxTokens;
    public long CallsWithoutMaxTokens;
    public long CallsWithoutUsage;
    public long LongestPrompt;
    public bool Fast;

    public void Add(Tally other)
    {
        Calls += other.Calls;
        FailedCalls += other.FailedCalls;
        Retries += other.Retries;
        RefusedCalls += other.RefusedCalls;
        UnpricedCalls += other.UnpricedCalls;
        InputTokens += other.InputTokens;
        CacheWrite5mTokens += other.CacheWrite5mTokens;
        CacheWrite1hTokens += other.CacheWrite1hTokens;
        CacheReadTokens += other.CacheReadTokens;
        OutputTokens += other.OutputTokens;
        WebSearchRequests += other.WebSearchRequests;
        Usd += other.Usd;
        ReservedUsd += other.ReservedUsd;
        SettledUsd += other.SettledUsd;
        LowerBound |= other.LowerBound;
        MaxTokens += other.MaxTokens;
        CallsWithoutMaxTokens += other.CallsWithoutMaxTokens;
        CallsWithoutUsage += other.CallsWithoutUsage;
        LongestPrompt = Math.Max(LongestPrompt, other.LongestPrompt);
        Fast |= other.Fast;
    }

    /// <summary>What a limit on a metric compares. Attempts per prompt are no sum and are counted elsewhere.</summary>
    public decimal Of(Metric metric) =>
        metric switch
        {
            Metric.Cost => Usd,
            Metric.InputTokens => InputTokens,
            Metric.OutputTokens => OutputTokens,
            Metric.CacheWriteTokens => CacheWrite5mTokens + CacheWrite1hTokens,
            Metric.CacheReadTokens => CacheReadTokens,
            Metric.TotalTokens => InputTokens
                + CacheWrite5mTokens
                + CacheWrite1hTokens
                + CacheReadTokens
                + OutputTokens,
            Metric.Calls => Calls,
            Metric.FailedCalls => FailedCalls,
            Metric.Retries => Retries,
            Metric.RetryShare => Calls == 0 ? 0m : 100m * Retries / Calls,
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "is no sum"),
        };
}
