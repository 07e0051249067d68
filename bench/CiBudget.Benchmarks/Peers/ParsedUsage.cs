using System.Text.Json;

namespace CiBudget.Benchmarks;

/// <summary><c>usage</c> as an object that a serializer fills.</summary>
internal sealed class ParsedUsage
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    public long CacheCreationInputTokens { get; set; }

    public long CacheReadInputTokens { get; set; }

    public string? ServiceTier { get; set; }

    public static ParsedUsage Of(JsonElement message) =>
        message.GetProperty("usage").Deserialize<ParsedUsage>(Options)!;
}
