using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>
/// What makes usages of one model alike in price: the same modifiers, the same price tier, the same kinds of tokens. The price of
/// their sum is then the sum of their prices, so each is added in whole numbers and priced once.
/// </summary>
/// <param name="ServiceTier">Number of the text; 0 for none.</param>
/// <param name="InferenceGeo">Number of the text; 0 for none.</param>
/// <param name="Speed">Number of the text; 0 for none.</param>
/// <param name="PriceTier">How many tiers the prompt is above.</param>
/// <param name="Request">Number of what was asked for, where that decides the price; 0 where it does not.</param>
/// <param name="Reserved">True for calls whose worst case was reserved: they are compared with it.</param>
/// <param name="Kinds">A bit for every kind of which something was used, and one for batches.</param>
internal readonly record struct UsageKey(
    int ServiceTier,
    int InferenceGeo,
    int Speed,
    int PriceTier,
    int Request,
    bool Reserved,
    int Kinds
);

/// <summary>Usages that are alike in price, summed.</summary>
/// <param name="key">In what they are alike.</param>
/// <param name="sample">One of them.</param>
/// <param name="requested">What their calls asked for.</param>
/// <param name="prices">The sheet.</param>
internal sealed class UsageBucket(
    UsageKey key,
    Usage sample,
    RequestedModel requested,
    PriceSheet prices
)
{
    private TokenCounts _tokens;

    public UsageKey Key { get; } = key;

    /// <summary>Why they have no price; null when they have one.</summary>
    public string? Unpriced { get; } = prices.CostOf(sample, requested).Unpriced;

    /// <summary>True for usages of fast mode.</summary>
    public bool IsFast { get; } = sample.Speed == "fast";

    /// <summary>True for usages that a cloud served in a region.</summary>
    public bool IsRegional { get; } =
        PriceSheet.PlaceOf(sample.Model, requested) is not (null or PlaceOfService.Global);

    public UsageBucket? Next { get; set; }

    public void Add(in LedgerUsage usage) => _tokens += usage.Tokens;

    /// <summary>What one of them costs, or all together.</summary>
    public decimal CostOf(in TokenCounts tokens) =>
        prices.CostOf(sample with { Tokens = tokens }, sample.PromptTokens, requested).Usd ?? 0m;

    /// <summary>Adds tokens and price of all usages to a sum.</summary>
    public void AddTo(Totals totals, bool replayed) =>
        totals.AddUsage(_tokens, CostOf(_tokens), replayed, Key.Reserved);
}
