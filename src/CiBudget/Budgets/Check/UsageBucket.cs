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

    /// <summary>True for usages of fast mode.</summary>
    public bool IsFast { get; } = sample.Speed == "fast";

    private TokenCounts _tokens;

    public void Add(in LedgerUsage usage) => _tokens += usage.Tokens;

    /// <summary>Adds tokens and price of all usages to a sum.</summary>
    public void AddTo(Totals totals, bool replayed, PriceSheet prices)
    {
        var cost = prices.CostOf(sample with { Tokens = _tokens }, sample.PromptTokens);
        totals.AddUsage(_tokens, cost.Usd ?? 0m, replayed, Key.Reserved);
    }
}
