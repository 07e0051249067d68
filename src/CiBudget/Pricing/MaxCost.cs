using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Pricing;

/// <summary>The most that a demand can cost: its prompt of the most expensive kind, in the most expensive tier, place and speed that can be.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MaxCost
{
    /// <summary>Prices it.</summary>
    /// <param name="prices">The sheet.</param>
    /// <param name="demand">What is asked for; it has <c>max_tokens</c>.</param>
    /// <param name="batch">True in a batch.</param>
    /// <param name="prompt">Tokens of its prompt.</param>
    /// <param name="output">Tokens of its answer.</param>
    /// <param name="longest">The longest prompt that decides the tier.</param>
    /// <returns>US dollars, or why there is no price, to follow "This call".</returns>
    public static (decimal Usd, string? Why) Compute(
        PriceSheet prices,
        RequestDemand demand,
        bool batch,
        long prompt,
        long output,
        long longest
    )
    {
        if (demand.Model is null)
            return (0m, "names no model");
        var requested = new RequestedModel(demand.Model, demand.Region);
        if (prices.RowOf(null, requested) is not { } row)
            return (0m, $"is for the model '{SafeText.Excerpt(demand.Model)}', which has no price");

        var asked = new Usage
        {
            Model = demand.Model,
            OutputTokens = output,
            WebSearchRequests = demand.WebSearches,
            InferenceGeo = GeoOf(demand, row),
            Speed = demand.Speed,
            Batch = batch,
        };
        var (usd, why) = Price(asked);
        if (why is not null || demand.Speed is null or "" or "standard")
            return (usd, why);
        // What wants to be fast may be served at the standard speed and price.
        var slow = Price(asked with { Speed = null });
        return (Math.Max(usd, slow.Usd), slow.Why);

        (decimal Usd, string? Why) Price(Usage usage) =>
            Compute(prices, row, usage, requested, demand.Cache, prompt, longest);
    }

    private static (decimal Usd, string? Why) Compute(
        PriceSheet prices,
        ModelPrice row,
        Usage asked,
        RequestedModel requested,
        CacheLifetime cache,
        long prompt,
        long longest
    )
    {
        var most = 0m;
        for (var tier = -1; tier < row.Tiers.Count; tier++)
        {
            var above = tier < 0 ? 0 : row.Tiers[tier].AbovePromptTokens;
            if (tier >= 0 && above >= longest)
                continue;
            foreach (var kind in TokenKind.OfPrompt(cache))
            {
                var usage = asked with { Tokens = kind.With(asked.Tokens, prompt) };
                var cost = prices.CostOf(usage, above + (tier < 0 ? 0 : 1), requested);
                if (cost.Usd is not { } usd)
                    return (0m, "cannot be priced: " + cost.Unpriced);
                most = Math.Max(most, usd);
            }
        }
        return (most, null);
    }

    /// <summary>Where a request leaves the place to the workspace, that may have chosen the dearer one.</summary>
    private static string? GeoOf(RequestDemand demand, ModelPrice row) =>
        demand.InferenceGeo is { Length: > 0 } geo ? geo
        // A cloud's region is in the request, not in the workspace.
        : PriceSheet.PlaceOf(null, new(demand.Model, demand.Region)) is not null ? null
        : row.UsInferenceMultiplier > 1m ? "us"
        : null;
}
