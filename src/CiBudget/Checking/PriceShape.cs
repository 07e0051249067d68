using CiBudget.Ledger;
using CiBudget.Pricing;

namespace CiBudget.Checking;

/// <summary>What of a row of the price sheet decides which usages are alike in price.</summary>
/// <param name="price">The row; null when a model has none.</param>
internal sealed class PriceShape(ModelPrice? price)
{
    private readonly long[] _thresholds = price is null
        ? []
        : [.. price.Tiers.Select(tier => tier.AbovePromptTokens)];

    private readonly bool _pricesEveryKind =
        price is not null
        && price
            .Tiers.Select(tier => tier.Prices)
            .Append(price.Prices)
            .Append(price.Fast ?? price.Prices)
            .All(static prices => prices.IsComplete);

    /// <summary>How many price tiers a prompt of so many tokens is above.</summary>
    public int TierOf(long promptTokens)
    {
        var tier = 0;
        foreach (var threshold in _thresholds)
        {
            if (promptTokens > threshold)
                tier++;
        }
        return tier;
    }

    /// <summary>The kinds of tokens that decide whether a usage has a price: none where every kind has one.</summary>
    public int PricedKinds(in LedgerUsage usage) =>
        _pricesEveryKind ? usage.Kinds & LedgerUsage.BatchKind : usage.Kinds;
}
