using System.Text.Json;

namespace CiBudget.Tool.Prices;

/// <summary>
/// Reads LiteLLM's <c>model_prices_and_context_window.json</c>: the rows of Anthropic's own API. Prices there are dollars for one
/// token; tiers and multipliers are left alone.
/// </summary>
internal static class LiteLlmPrices
{
    private static readonly (string Theirs, string Ours, Func<TokenPrices, decimal?> Own)[] Kinds =
    [
        ("input_cost_per_token", "input", prices => prices.Input),
        ("output_cost_per_token", "output", prices => prices.Output),
        ("cache_creation_input_token_cost", "cacheWrite5m", prices => prices.CacheWrite5m),
        (
            "cache_creation_input_token_cost_above_1hr",
            "cacheWrite1h",
            prices => prices.CacheWrite1h
        ),
        ("cache_read_input_token_cost", "cacheRead", prices => prices.CacheRead),
    ];

    /// <summary>Where the list differs from a sheet, by model and kind.</summary>
    /// <exception cref="UsageException">The file is not that list.</exception>
    public static IReadOnlyList<PriceDifference> Compare(byte[] utf8, string path, PriceSheet sheet)
    {
        using var document = Parse(utf8, path);
        var rows = document
            .RootElement.EnumerateObject()
            .Where(row => IsAnthropic(row.Value))
            .ToList();
        if (rows.Count == 0)
            throw new UsageException(
                $"{path} has no model with \"litellm_provider\": \"anthropic\": is it LiteLLM's model_prices_and_context_window.json?"
            );
        return
        [
            .. rows.SelectMany(row => Differences(row, sheet))
                // Dated ids of one model say the same again.
                .DistinctBy(difference => (difference.Model, difference.Kind))
                .OrderBy(difference => difference.Model, StringComparer.Ordinal),
        ];
    }

    private static JsonDocument Parse(byte[] utf8, string path)
    {
        try
        {
            var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new UsageException($"{path} is not LiteLLM's list: an object is expected.");
        }
        catch (JsonException fault)
        {
            throw new UsageException(
                $"{path}({fault.LineNumber + 1},{fault.BytePositionInLine + 1}) is not valid JSON."
            );
        }
    }

    private static bool IsAnthropic(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object
        && row.TryGetProperty("litellm_provider", out var provider)
        && provider.ValueKind == JsonValueKind.String
        && provider.ValueEquals("anthropic");

    private static IEnumerable<PriceDifference> Differences(JsonProperty row, PriceSheet sheet)
    {
        var own = sheet.Find(row.Name);
        foreach (var (theirs, ours, priceOf) in Kinds)
        {
            if (
                !row.Value.TryGetProperty(theirs, out var value)
                || value.ValueKind != JsonValueKind.Number
                || !value.TryGetDecimal(out var perToken)
            )
                continue;
            var price = Amount.Trimmed(perToken * 1_000_000m);
            var known = own is null ? null : priceOf(own.Prices);
            if (known != price)
                yield return new(own?.Model ?? row.Name, ours, known, price);
        }
    }
}
