using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Pricing;

/// <summary>The pricing formula: one usage, one row.</summary>
/// <remarks>
/// cost = place × batch × (tokens of each kind × its price) ÷ 1,000,000 + web searches × their price, less the discount. Whatever
/// has no price makes the whole usage unpriced; a kind of which nothing was used needs none.
/// </remarks>
internal static class CostFormula
{
    private static readonly IReadOnlyList<string> NoNotes = [];

    public static Cost CostOf(
        Usage usage,
        long promptTokens,
        ModelPrice? row,
        RequestedModel requested,
        decimal webSearchUsd,
        decimal discount
    )
    {
        if (usage.Unbilled != UnbilledReason.None)
            return Cost.Zero;
        if (!usage.Tokens.IsPlausible)
            return Unpriced("the answer counts less than nothing or more than can be");
        if (row is null)
            return Unpriced(
                usage.Model is null
                    ? "the answer names no model"
                    : $"no price for model '{Shown(usage.Model)}'"
            );

        if (
            Modifier(usage, promptTokens, row, requested, out var prices, out var factor) is
            { } unknown
        )
            return Unpriced(unknown);
        if (prices.Missing(usage.Tokens) is { } kind)
            return Unpriced($"no price for {kind} of model '{row.Model}'");

        var usd =
            (factor * prices.GetCost(usage.Tokens) / 1_000_000m)
            + (usage.WebSearchRequests * webSearchUsd);
        return new Cost(usd * (1m - discount), null, Notes(usage, row) ?? NoNotes);
    }

    /// <summary>Which prices hold and by what factor; the reason when that cannot be said.</summary>
    private static string? Modifier(
        Usage usage,
        long promptTokens,
        ModelPrice row,
        RequestedModel requested,
        out TokenPrices prices,
        out decimal factor
    )
    {
        prices = row.Prices;
        factor = 1m;
        foreach (var tier in row.Tiers)
        {
            if (promptTokens > tier.AbovePromptTokens)
                prices = tier.Prices;
        }

        switch (usage.Speed)
        {
            case null or "" or "standard":
                break;
            case "fast" when row.Fast is not null:
                prices = row.Fast;
                break;
            case "fast":
                return $"model '{row.Model}' has no price for fast mode";
            default:
                return $"no price for speed '{Shown(usage.Speed)}'";
        }

        switch (usage.ServiceTier)
        {
            case null or "" or "standard" or "batch":
                break;
            case "priority":
                return "service tier 'priority' is billed by contract, not by list price";
            default:
                return $"no price for service tier '{Shown(usage.ServiceTier)}'";
        }
        if (usage.Batch || usage.ServiceTier == "batch")
        {
            if (row.BatchMultiplier is not { } batch)
                return $"model '{row.Model}' has no batch price";
            factor *= batch;
        }

        switch (usage.InferenceGeo)
        {
            // "not_available": the model or workspace has no choice of place, and list price holds.
            case null or "" or "global" or "not_available":
                return InRegion(row, requested, ref factor);
            case "us" when row.UsInferenceMultiplier is { } us:
                factor *= us;
                return null;
            case "us":
                return $"model '{row.Model}' has no price for inference_geo 'us'";
            default:
                return $"no price for inference_geo '{Shown(usage.InferenceGeo)}'";
        }
    }

    /// <summary>What a cloud adds for a region.</summary>
    private static string? InRegion(ModelPrice row, RequestedModel requested, ref decimal factor)
    {
        if (
            requested.Region is null or PlaceOfService.Global
            || row.RegionalMultiplier is not { } regional
            || regional == 1m
        )
            return null;
        factor *= regional;
        return requested.Region != PlaceOfService.Unknown
            ? null
            : $"'{Shown(requested.Id ?? "the request")}' does not say where '{row.Model}' is served, and a region costs more: "
                + $"write \"{Shown(requested.Id ?? "…")}\": {{ \"sameAs\": \"us.anthropic.{row.Model}\" }}, or \"global.anthropic.{row.Model}\" where it is";
    }

    private static List<string>? Notes(Usage usage, ModelPrice row)
    {
        List<string>? notes = null;
        if (usage.CacheSplitAssumed)
            (notes ??= []).Add("cache writes without lifetime priced as 5-minute writes");
        if (usage.UnknownCounters is { Count: > 0 } unknown)
            (notes ??= []).Add(
                $"not priced: {Shown(string.Join(", ", unknown.Keys.OrderBy(name => name, StringComparer.Ordinal)))}"
            );
        if (row.Confidence is "third-party" or "inferred")
            (notes ??= []).Add(
                $"the price of '{row.Model}' is {row.Confidence}, not from the official page"
            );
        return notes;
    }

    private static Cost Unpriced(string reason) => new(null, reason, NoNotes);

    private static string Shown(string text) => SafeText.Excerpt(text);
}
