using System.Text.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool.Prices;

/// <summary>
/// Reads LiteLLM's <c>model_prices_and_context_window.json</c>: the rows of Anthropic's own API. Prices there are dollars for one
/// token; tiers are keys that end in <c>_above_200k_tokens</c>, batches keys that end in <c>_batches</c>. What it does not say is
/// no difference.
/// </summary>
internal static class LiteLlmPrices
{
    private const string Input = "input_cost_per_token";
    private const string Output = "output_cost_per_token";

    private static readonly (string Theirs, TokenKind Ours)[] Kinds =
    [
        (Input, TokenKind.Input),
        (Output, TokenKind.Output),
        ("cache_creation_input_token_cost", TokenKind.CacheWrite5m),
        ("cache_creation_input_token_cost_above_1hr", TokenKind.CacheWrite1h),
        ("cache_read_input_token_cost", TokenKind.CacheRead),
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
                .DistinctBy(found => (found.Model, found.Kind, found.AbovePromptTokens))
                .OrderBy(found => found.Model, StringComparer.Ordinal)
                .ThenBy(found => found.AbovePromptTokens ?? 0),
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
            throw new UsageException($"{PlaceOf(fault).In(path)} is not valid JSON.");
        }
    }

    private static Position PlaceOf(JsonException fault) =>
        new((int)(fault.LineNumber ?? -1) + 1, (int)(fault.BytePositionInLine ?? -1) + 1);

    private static bool IsAnthropic(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object
        && row.TryGetProperty("litellm_provider", out var provider)
        && provider.ValueKind == JsonValueKind.String
        && provider.ValueEquals("anthropic");

    private static IEnumerable<PriceDifference> Differences(JsonProperty row, PriceSheet sheet)
    {
        var own = sheet.Find(row.Name);
        var model = own?.Model ?? row.Name;
        return
        [
            .. Prices(row.Value, model, "", own?.Prices),
            .. Factor(model, "batchMultiplier", own?.BatchMultiplier, BatchFactor(row.Value)),
            .. Factor(model, "usInferenceMultiplier", own?.UsInferenceMultiplier, Us(row.Value)),
            .. Tiers(row.Value).SelectMany(tier => Tier(row.Value, model, tier, own)),
        ];
    }

    private static IEnumerable<PriceDifference> Tier(
        JsonElement row,
        string model,
        (string Ending, long Tokens) tier,
        ModelPrice? own
    )
    {
        var prices = own?.Tiers.FirstOrDefault(at => at.AbovePromptTokens == tier.Tokens)?.Prices;
        return Prices(row, model, tier.Ending, prices)
            .Select(price => price with { AbovePromptTokens = tier.Tokens });
    }

    private static IEnumerable<PriceDifference> Prices(
        JsonElement row,
        string model,
        string ending,
        TokenPrices? own
    )
    {
        foreach (var (theirs, ours) in Kinds)
        {
            if (Number(row, theirs + ending) is not { } perToken)
                continue;
            var price = Amount.Trimmed(perToken * 1_000_000m);
            var known = own?[ours];
            if (known != price)
                yield return new(model, ours.Name, known, price);
        }
    }

    /// <summary>The tiers of a row: <c>_above_200k_tokens</c> is 200,000. Endings of other kinds (priority, flex) are none.</summary>
    private static IEnumerable<(string Ending, long Tokens)> Tiers(JsonElement row)
    {
        const string Above = "_above_";
        foreach (var name in row.EnumerateObject().Select(member => member.Name))
        {
            var at = name.LastIndexOf(Above, StringComparison.Ordinal);
            var isPrice = at > 0 && Array.Exists(Kinds, kind => kind.Theirs == name[..at]);
            if (isPrice && ThresholdOf(name[(at + Above.Length)..]) is { } tokens)
                yield return (name[at..], tokens);
        }
    }

    private static long? ThresholdOf(string text)
    {
        const string Tokens = "_tokens";
        if (!text.EndsWith(Tokens, StringComparison.Ordinal))
            return null;
        var number = text[..^Tokens.Length];
        var isThousands = number.EndsWith('k');
        return int.TryParse(
            isThousands ? number[..^1] : number,
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var count
        )
            ? count * (isThousands ? 1000L : 1L)
            : null;
    }

    private static IEnumerable<PriceDifference> Factor(
        string model,
        string kind,
        decimal? own,
        decimal? theirs
    ) => theirs is { } factor and > 0m && factor != own ? [new(model, kind, own, factor)] : [];

    /// <summary>One factor for all kinds is what a budget file can say: of two that differ the higher one, so that nothing comes too cheap.</summary>
    private static decimal? BatchFactor(JsonElement row)
    {
        decimal? highest = null;
        foreach (var kind in new[] { Input, Output })
        {
            if (
                Number(row, kind) is not { } price
                || price == 0m
                || Number(row, kind + "_batches") is not { } batch
            )
                continue;
            highest = Math.Max(highest ?? 0m, Amount.Trimmed(Math.Round(batch / price, 6)));
        }
        return highest;
    }

    private static decimal? Us(JsonElement row) =>
        row.TryGetProperty("provider_specific_entry", out var entry)
        && entry.ValueKind == JsonValueKind.Object
            ? Number(entry, "us")
            : null;

    private static decimal? Number(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var number)
            ? number
            : null;
}
