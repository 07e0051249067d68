using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Tool.Bill;

/// <summary>The counts of a row of usage, which both generations of reports write alike.</summary>
internal static class UsageCounts
{
    /// <summary>By kind; kinds of which there was nothing are left out.</summary>
    public static IReadOnlyDictionary<string, long> From(JsonElement usage)
    {
        var writes = usage.Member("cache_creation");
        return new[]
        {
            (BillKinds.Input, usage.Count("uncached_input_tokens")),
            (BillKinds.CacheWrite5m, writes.Count("ephemeral_5m_input_tokens")),
            (BillKinds.CacheWrite1h, writes.Count("ephemeral_1h_input_tokens")),
            (BillKinds.CacheRead, usage.Count("cache_read_input_tokens")),
            (BillKinds.Output, usage.Count("output_tokens")),
            (BillKinds.WebSearch, usage.Member("server_tool_use").Count("web_search_requests")),
        }
            .Where(count => count.Item2 > 0)
            .ToDictionary(count => count.Item1, count => count.Item2, StringComparer.Ordinal);
    }
}
