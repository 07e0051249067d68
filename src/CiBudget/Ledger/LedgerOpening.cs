using System.Text.Json;

namespace CiBudget.Ledger;

/// <summary>Reads the opening line.</summary>
internal static class LedgerOpening
{
    /// <exception cref="FormatException">A value has another type than the schema says.</exception>
    public static LedgerProcess Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.ToArray());
            return Parse(document.RootElement);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            throw new FormatException("a value has another type than the schema says", e);
        }
    }

    private static LedgerProcess Parse(JsonElement line) =>
        new()
        {
            Id = Text(line, "id") ?? "",
            Run = Text(line, "run") ?? "",
            RunIdentity = Text(line, "runIdentity"),
            Gate = Text(line, "gate"),
            Shard = Number(line, "shard") is var shard and > 0 ? shard : null,
            Shards = Number(line, "shards") is var shards and > 0 ? shards : null,
            ProcessId = Number(line, "processId"),
            Assembly = Text(line, "assembly"),
            Framework = Text(line, "framework"),
            Started = line.TryGetProperty("started", out var started)
                ? started.GetDateTimeOffset()
                : default,
            Blind = Text(line, "blind"),
        };

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
