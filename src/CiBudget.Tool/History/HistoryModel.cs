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

    public object ToJson() =>
        new
        {
            model = Model,
            calls = Calls,
            inputTokens = InputTokens,
            cacheWriteTokens = CacheWriteTokens,
            cacheReadTokens = CacheReadTokens,
            outputTokens = OutputTokens,
            costUsd = CostUsd,
        };

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
