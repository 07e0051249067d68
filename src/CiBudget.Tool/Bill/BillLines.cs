using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>Puts what was used and what was charged together, line by line.</summary>
internal static class BillLines
{
    /// <summary>The lines, most expensive first; a group's kinds stay together.</summary>
    public static IReadOnlyList<BillLine> From(BillReport report, bool byKind)
    {
        var lines = new Dictionary<(BillGroup, string?), BillLine>();
        foreach (var row in report.Usage)
        {
            foreach (var (kind, count) in row.Counts.Select(one => (one.Key, one.Value)))
                if (byKind || BillKinds.IsTokens(kind))
                    Add(
                        row.Group,
                        byKind ? kind : null,
                        line => line with { Count = (line.Count ?? 0) + count }
                    );
            if (!byKind)
                Add(
                    row.Group,
                    null,
                    line => line with { Requests = Sum(line.Requests, row.Requests) }
                );
        }
        foreach (var row in report.Costs ?? [])
            Add(
                row.Group,
                byKind ? row.Kind : null,
                line =>
                    line with
                    {
                        AmountUsd = (line.AmountUsd ?? 0m) + row.AmountUsd,
                        ListUsd = row.ListUsd is { } list
                            ? (line.ListUsd ?? 0m) + list
                            : line.ListUsd,
                    }
            );
        return Sorted(lines.Values);

        void Add(BillGroup group, string? kind, Func<BillLine, BillLine> change)
        {
            var line = lines.TryGetValue((group, kind), out var known) ? known : new(group, kind);
            lines[(group, kind)] = change(line);
        }
    }

    /// <summary>All of it together.</summary>
    public static BillLine Total(BillReport report) =>
        new(new BillGroup(), null)
        {
            Count = report.Usage.Sum(row =>
                row.Counts.Where(count => BillKinds.IsTokens(count.Key)).Sum(count => count.Value)
            ),
            Requests = report.Usage.Any(row => row.Requests is null)
                ? null
                : report.Usage.Sum(row => row.Requests),
            AmountUsd = report.Costs?.Sum(row => row.AmountUsd),
            ListUsd =
                report.Costs is { } costs && costs.All(row => row.ListUsd is not null)
                    ? costs.Sum(row => row.ListUsd)
                    : null,
        };

    private static IReadOnlyList<BillLine> Sorted(IEnumerable<BillLine> lines) =>
        [
            .. lines
                .GroupBy(line => line.Group)
                .OrderBy(group => group.Key.Day, StringComparer.Ordinal)
                .ThenByDescending(group => group.Sum(line => line.AmountUsd))
                .ThenByDescending(group => group.Sum(line => line.Count))
                .ThenBy(group => group.Key.ToString(), StringComparer.Ordinal)
                .SelectMany(group =>
                    group
                        .OrderBy(line => BillKinds.Rank(line.Kind ?? ""))
                        .ThenBy(line => line.Kind, StringComparer.Ordinal)
                ),
        ];

    private static long? Sum(long? one, long? other) =>
        one is null ? other
        : other is null ? one
        : one + other;
}
