namespace CiBudget;

/// <summary>
/// What makes usages of one model alike in price: the same modifiers, the same price tier, the same kinds of tokens. The price of
/// their sum is then the sum of their prices, so each is added in whole numbers and priced once.
/// </summary>
/// <param name="ServiceTier">Number of the text; 0 for none.</param>
/// <param name="InferenceGeo">Number of the text; 0 for none.</param>
/// <param name="Speed">Number of the text; 0 for none.</param>
/// <param name="PriceTier">How many tiers the prompt is above.</param>
/// <param name="Reserved">True for calls whose worst case was reserved: they are compared with it.</param>
/// <param name="Kinds">A bit for every kind of which something was used, and one for batches.</param>
internal readonly record struct UsageKey(
    int ServiceTier,
    int InferenceGeo,
    int Speed,
    int PriceTier,
    bool Reserved,
    int Kinds
);

/// <summary>Usages that are alike in price, summed.</summary>
internal sealed class UsageBucket(UsageKey key, Usage sample, string? unpriced, UsageBucket? next)
{
    public UsageKey Key { get; } = key;

    /// <summary>Why they have no price; null when they have one.</summary>
    public string? Unpriced { get; } = unpriced;

    public UsageBucket? Next { get; } = next;

    private long inputTokens;
    private long cacheWrite5mTokens;
    private long cacheWrite1hTokens;
    private long cacheReadTokens;
    private long outputTokens;
    private long webSearchRequests;

    public void Add(in LedgerUsage usage)
    {
        inputTokens += usage.InputTokens;
        cacheWrite5mTokens += usage.CacheWrite5mTokens;
        cacheWrite1hTokens += usage.CacheWrite1hTokens;
        cacheReadTokens += usage.CacheReadTokens;
        outputTokens += usage.OutputTokens;
        webSearchRequests += usage.WebSearchRequests;
    }

    /// <summary>Adds tokens and price of all usages to a sum.</summary>
    public void AddTo(Tally tally, PriceSheet prices)
    {
        tally.InputTokens += inputTokens;
        tally.CacheWrite5mTokens += cacheWrite5mTokens;
        tally.CacheWrite1hTokens += cacheWrite1hTokens;
        tally.CacheReadTokens += cacheReadTokens;
        tally.OutputTokens += outputTokens;
        tally.WebSearchRequests += webSearchRequests;
        tally.Fast |= sample.Speed == "fast";
        var usd = prices.CostOf(Sum(), sample.PromptTokens).Usd ?? 0m;
        tally.Usd += usd;
        if (Key.Reserved)
            tally.SettledUsd += usd;
    }

    private Usage Sum() =>
        sample with
        {
            InputTokens = inputTokens,
            CacheWrite5mTokens = cacheWrite5mTokens,
            CacheWrite1hTokens = cacheWrite1hTokens,
            CacheReadTokens = cacheReadTokens,
            OutputTokens = outputTokens,
            WebSearchRequests = webSearchRequests,
        };
}
