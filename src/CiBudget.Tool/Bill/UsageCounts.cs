using System.Text.Json;
using CiBudget.Json;
using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>The counts of a row of usage, which both generations of reports write alike.</summary>
internal static class UsageCounts
{
    /// <summary>By kind; kinds of which there was nothing are left out.</summary>
    public static IReadOnlyDictionary<string, long> From(JsonElement usage) =>
        TokenKind
            .Billed.Select(kind => (Kind: BillKinds.Get(kind), Count: Count(usage, kind)))
            .Where(count => count.Count > 0)
            .ToDictionary(count => count.Kind, count => count.Count, StringComparer.Ordinal);

    private static long Count(JsonElement usage, TokenKind kind) =>
        (kind == TokenKind.Input ? BillKinds.Input : kind.WireName).Split('.') switch
        {
            [var parent, var name] => usage.Member(parent).Count(name),
            var path => usage.Count(path[0]),
        };
}
