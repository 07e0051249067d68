namespace CiBudget.NUnit;

/// <summary>Constraints on what Claude calls used.</summary>
public static class Within
{
    /// <summary>
    /// Holds when no limit is exceeded and each can be judged: a call without usage, without a price (for <paramref name="cost"/>) or still under way breaks it.
    /// </summary>
    /// <param name="cost">US dollars: <c>"$0.01"</c>.</param>
    /// <param name="inputTokens">Uncached prompt tokens: <c>"1200"</c>, <c>"200k"</c>.</param>
    /// <param name="outputTokens">Output tokens.</param>
    /// <param name="cacheWriteTokens">Cache writes.</param>
    /// <param name="cacheReadTokens">Cache reads.</param>
    /// <param name="totalTokens">Prompt and output together.</param>
    /// <param name="calls">HTTP attempts; null for no limit.</param>
    /// <param name="failedCalls">Calls that failed; null for no limit.</param>
    /// <param name="retries">Calls that repeat an earlier attempt; null for no limit.</param>
    /// <exception cref="FormatException">A value cannot be read.</exception>
    /// <exception cref="ArgumentException">There is no limit at all.</exception>
    public static BudgetConstraint Budget(
        string? cost = null,
        string? inputTokens = null,
        string? outputTokens = null,
        string? cacheWriteTokens = null,
        string? cacheReadTokens = null,
        string? totalTokens = null,
        long? calls = null,
        long? failedCalls = null,
        long? retries = null
    )
    {
        var limits = new ClaudeBudgetAttribute
        {
            Cost = cost,
            InputTokens = inputTokens,
            OutputTokens = outputTokens,
            CacheWriteTokens = cacheWriteTokens,
            CacheReadTokens = cacheReadTokens,
            TotalTokens = totalTokens,
            Calls = calls ?? long.MaxValue,
            FailedCalls = failedCalls ?? long.MaxValue,
            Retries = retries ?? long.MaxValue,
        };
        return new BudgetConstraint([.. limits.Limits()]);
    }
}
