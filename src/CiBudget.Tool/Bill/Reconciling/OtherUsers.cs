using CiBudget.Tokens;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>Who else used the workspace while the runs made their calls.</summary>
/// <param name="Ours">The one whose use alone is what was metered; null when there is none.</param>
/// <param name="All">All of them, by id, with how many requests they made; null where that is not said.</param>
internal sealed record OtherUsers(string? Ours, IReadOnlyDictionary<string, long?> All)
{
    private const string Nobody = "(no key)";

    /// <summary>Null when one key or identity made all of it, or the reports cannot say.</summary>
    public static async Task<OtherUsers?> FindAsync(
        BillReader reader,
        BillQuestion about,
        MeteredUse metered,
        decimal tolerance,
        CancellationToken cancel
    )
    {
        var uses = new Dictionary<string, List<UsageRow>>(StringComparer.Ordinal);
        foreach (var period in metered.Periods)
        {
            var question = about with
            {
                Period = period,
                By = [Dimension.Model, Dimension.Key],
                ToTheMinute = true,
            };
            var report = await reader.ReadAsync(question, cancel).ConfigureAwait(false);
            // What no key authenticated, an identity did; the older reports do not name it.
            if (
                report.Source == BillSource.Analytics
                && report.Usage.Any(row => row.Group.Key is null)
            )
                report = await reader
                    .ReadAsync(
                        question with
                        {
                            By = [Dimension.Model, Dimension.Key, Dimension.Actor],
                        },
                        cancel
                    )
                    .ConfigureAwait(false);
            foreach (var row in report.Usage)
            {
                var name = row.Group.Key ?? row.Group.Actor ?? Nobody;
                if (!uses.TryGetValue(name, out var rows))
                    uses[name] = rows = [];
                rows.Add(row);
            }
        }
        if (uses.Count < 2)
            return null;
        var ours = uses.Where(use => IsSame(metered, use.Value, tolerance))
            .Select(use => use.Key)
            .ToList();
        return new(
            ours.Count == 1 ? ours[0] : null,
            uses.ToDictionary(
                use => use.Key,
                use =>
                    use.Value.Exists(row => row.Requests is null)
                        ? null
                        : use.Value.Sum(row => row.Requests),
                StringComparer.Ordinal
            )
        );
    }

    private static bool IsSame(MeteredUse metered, List<UsageRow> rows, decimal tolerance)
    {
        var counts = rows.SelectMany(row =>
                row.Counts.Select(count =>
                    (Key: (MeteredUse.ModelOf(row.Group.Model), count.Key), count.Value)
                )
            )
            .GroupBy(count => count.Key)
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Value));
        return metered
            .Lines.Keys.Union(counts.Keys)
            .All(key =>
            {
                var line = ReconciledLine.Create(
                    "",
                    key.Item2,
                    metered.Lines.GetValueOrDefault(key) ?? new(),
                    new() { Count = counts.GetValueOrDefault(key) },
                    tolerance
                );
                return !line.IsDifference;
            });
    }
}
