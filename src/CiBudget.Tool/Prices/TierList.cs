using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

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

    private static Dictionary<string, decimal> Known(TokenPrices prices) =>
        TokenKind
            .Priced.Where(kind => prices[kind] is not null)
            .ToDictionary(kind => kind.Name, kind => prices[kind]!.Value);
}
