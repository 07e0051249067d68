using System.Text.Json;
using CiBudget.Json;

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
            Id = line.Text("id") ?? "",
            Run = line.Text("run") ?? "",
            RunIdentity = line.Text("runIdentity"),
            Gate = line.Text("gate"),
            Shard = line.Number("shard") is > 0 and var shard ? shard : null,
            Shards = line.Number("shards") is > 0 and var shards ? shards : null,
            ProcessId = line.Number("processId") ?? 0,
            Assembly = line.Text("assembly"),
            Framework = line.Text("framework"),
            Started = line.TryGetProperty("started", out var started)
                ? started.GetDateTimeOffset()
                : default,
            Blind = line.Text("blind"),
        };
}
