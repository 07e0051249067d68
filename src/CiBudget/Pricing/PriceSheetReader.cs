using System.Globalization;
using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Pricing;

/// <summary>Reads <c>prices.json</c>. It ships with the assembly, so a fault in it is a bug and surfaces as one.</summary>
internal static class PriceSheetReader
{
    /// <summary>The resource's logical name: the same in every assembly that these sources are compiled into.</summary>
    public const string ResourceName = "CiBudget.Pricing.prices.json";

    public static PriceSheet ReadEmbedded()
    {
        using var stream =
            typeof(PriceSheet).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException(
                $"The assembly lacks the resource '{ResourceName}'."
            );
        using var document = JsonDocument.Parse(stream);
        var sheet = document.RootElement;
        return new PriceSheet(
            Day(sheet.Text("asOf")!),
            [.. sheet.GetProperty("models").EnumerateArray().Select(Model)],
            sheet.GetProperty("webSearchPer1000").GetDecimal() / 1000m
        );
    }

    private static ModelPrice Model(JsonElement row) =>
        new()
        {
            Model = row.Text("model")!,
            Aliases = [.. Items(row, "aliases").Select(alias => alias.GetString()!)],
            Prices = Prices(row.GetProperty("prices")),
            Tiers =
            [
                .. Items(row, "tiers")
                    .Select(tier => new PriceTier(
                        tier.GetProperty("abovePromptTokens").GetInt64(),
                        Prices(tier.GetProperty("prices"))
                    )),
            ],
            Fast = row.TryGetProperty("fast", out var fast) ? Prices(fast) : null,
            BatchMultiplier = Number(row, "batchMultiplier"),
            UsInferenceMultiplier = Number(row, "usInferenceMultiplier"),
            RegionalMultiplier = Number(row, "regionalMultiplier"),
            ContextWindow = (long?)Number(row, "contextWindow") ?? ModelPrice.LargestContextWindow,
            Source = row.Text("source")!,
            AsOf = row.Text("asOf")!,
            Confidence = row.Text("confidence")!,
            Status = row.Text("status")!,
            RetiresOn = row.Text("retires") is { } retires ? Day(retires) : null,
            FastUntil = row.Text("fastUntil") is { } until ? Day(until) : null,
            Notes = row.Text("notes"),
        };

    private static DateTime Day(string text) =>
        DateTime.ParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    private static TokenPrices Prices(JsonElement prices) => new(kind => Number(prices, kind.Name));

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var array) ? array.EnumerateArray() : default;

    private static decimal? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var number) ? number.GetDecimal() : null;
}
