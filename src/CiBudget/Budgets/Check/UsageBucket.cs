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

    private long _inputTokens;
    private long _cacheWrite5mTokens;
    private long _cacheWrite1hTokens;
    private long _cacheReadTokens;
    private long _outputTokens;
    private long _webSearchRequests;

    public void Add(in LedgerUsage usage)
    {
        _inputTokens += usage.InputTokens;
        _cacheWrite5mTokens += usage.CacheWrite5mTokens;
        _cacheWrite1hTokens += usage.CacheWrite1hTokens;
        _cacheReadTokens += usage.CacheReadTokens;
        _outputTokens += usage.OutputTokens;
        _webSearchRequests += usage.WebSearchRequests;
    }

    /// <summary>Adds tokens and price of all usages to a sum.</summary>
    public void AddTo(Tally tally, PriceSheet prices)
    {
        tally.InputTokens += _inputTokens;
        tally.CacheWrite5mTokens += _cacheWrite5mTokens;
        tally.CacheWrite1hTokens += _cacheWrite1hTokens;
        tally.CacheReadTokens += _cacheReadTokens;
        tally.OutputTokens += _outputTokens;
        tally.WebSearchRequests += _webSearchRequests;
        tally.Fast |= sample.Speed == "fast";
        var usd = prices.CostOf(Sum(), sample.PromptTokens).Usd ?? 0m;
        tally.Usd += usd;
        if (Key.Reserved)
            tally.SettledUsd += usd;
    }

    private Usage Sum() =>
        sample with
        {
            InputTokens = _inputTokens,
            CacheWrite5mTokens = _cacheWrite5mTokens,
            CacheWrite1hTokens = _cacheWrite1hTokens,
            CacheReadTokens = _cacheReadTokens,
            OutputTokens = _outputTokens,
            WebSearchRequests = _webSearchRequests,
        };
}
