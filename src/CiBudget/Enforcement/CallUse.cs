namespace CiBudget;

/// <summary>What one call used, by metric.</summary>
internal readonly struct CallUse(LedgerEntry entry, PriceSheet prices)
{
    /// <summary>In the metric's unit; null when it is not known.</summary>
    public decimal? Of(Metric metric) =>
        metric switch
        {
            Metric.Cost => Usd(),
            Metric.InputTokens => Sum(usage => usage.InputTokens),
            Metric.OutputTokens => Sum(usage => usage.OutputTokens),
            Metric.CacheWriteTokens => Sum(usage => usage.CacheWriteTokens),
            Metric.CacheReadTokens => Sum(usage => usage.CacheReadTokens),
            Metric.TotalTokens => Sum(usage => usage.TotalTokens),
            Metric.Calls => Left ? 1 : 0,
            Metric.Retries => Left && entry.Attempt > 0 ? 1 : 0,
            Metric.FailedCalls => Left && HasFailed ? 1 : 0,
            _ => 0,
        };

    private bool Left => entry.Outcome != CallOutcome.Refused;

    private bool HasFailed =>
        entry.Outcome != CallOutcome.Answered || entry.Status is not (>= 200 and < 300);

    private decimal? Usd()
    {
        if (entry.UsageMissing)
            return null;
        var sum = 0m;
        foreach (var usage in entry.Usage)
        {
            if (prices.CostOf(usage).Usd is not { } usd)
                return null;
            sum += usd;
        }
        return sum;
    }

    private long? Sum(Func<Usage, long> tokens)
    {
        if (entry.UsageMissing)
            return null;
        var sum = 0L;
        foreach (var usage in entry.Usage)
        {
            if (usage.Unbilled == UnbilledReason.None)
                sum += tokens(usage);
        }
        return sum;
    }
}
