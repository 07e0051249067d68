using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Tool.Prices;

/// <summary>The tiers of a model as the budget file writes them: a list is replaced as a whole.</summary>
internal static class TierList
{
    /// <summary>Ours, with the differences on top. A kind that neither names has no price there, and is never free.</summary>
    public static string Json(ModelPrice? own, IEnumerable<PriceDifference> differences)
    {
        var tiers = new SortedDictionary<long, Dictionary<string, decimal>>();
        foreach (var tier in own?.Tiers ?? [])
            tiers[tier.AbovePromptTokens] = Known(tier.Prices);
        foreach (var found in differences)
        {
            var tokens = found.AbovePromptTokens!.Value;
            if (!tiers.TryGetValue(tokens, out var prices))
                tiers[tokens] = prices = [];
            prices[found.Kind] = found.Theirs;
        }
        return "[ " + string.Join(", ", tiers.Select(tier => Json(tier.Key, tier.Value))) + " ]";
    }

    private static string Json(long above, Dictionary<string, decimal> prices) =>
        FormattableString.Invariant($"{{ \"abovePromptTokens\": {above}")
        + string.Concat(
            prices.Select(price => $", \"{price.Key}\": \"${Amount.Plain(price.Value)}\"")
        )
        + " }";

    private static Dictionary<string, decimal> Known(TokenPrices prices)
    {
        (string Kind, decimal? Usd)[] kinds =
        [
            ("input", prices.Input),
            ("output", prices.Output),
            ("cacheWrite5m", prices.CacheWrite5m),
            ("cacheWrite1h", prices.CacheWrite1h),
            ("cacheRead", prices.CacheRead),
        ];
        return kinds
            .Where(kind => kind.Usd is not null)
            .ToDictionary(kind => kind.Kind, kind => kind.Usd!.Value);
    }
}
