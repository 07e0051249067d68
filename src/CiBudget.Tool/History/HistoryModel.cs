using System.Text.Json;
using CiBudget.Checking;
using CiBudget.Json;

namespace CiBudget.Tool.History;

/// <summary>What one model used in a run.</summary>
internal sealed record HistoryModel(
    string? Model,
    long Calls,
    long InputTokens,
    long CacheWriteTokens,
    long CacheReadTokens,
    long OutputTokens,
    decimal? CostUsd
)
{
    public static HistoryModel From(ModelTotals row) =>
        new(
            row.Model,
            row.Totals.Calls,
            row.Totals.InputTokens,
            row.Totals.CacheWriteTokens,
            row.Totals.CacheReadTokens,
            row.Totals.OutputTokens,
            Spend.Known(row.Totals.CostUsd, row.Totals)
        );

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", Model);
        json.WriteNumber("calls", Calls);
        json.WriteNumber("inputTokens", InputTokens);
        json.WriteNumber("cacheWriteTokens", CacheWriteTokens);
        json.WriteNumber("cacheReadTokens", CacheReadTokens);
        json.WriteNumber("outputTokens", OutputTokens);
        json.Number("costUsd", CostUsd);
        json.WriteEndObject();
    }

    public static HistoryModel Parse(JsonElement row) =>
        new(
            row.GetProperty("model").GetString(),
            row.GetProperty("calls").GetInt64(),
            row.GetProperty("inputTokens").GetInt64(),
            row.GetProperty("cacheWriteTokens").GetInt64(),
            row.GetProperty("cacheReadTokens").GetInt64(),
            row.GetProperty("outputTokens").GetInt64(),
            HistoryEntry.Usd(row, "costUsd")
        );
}
