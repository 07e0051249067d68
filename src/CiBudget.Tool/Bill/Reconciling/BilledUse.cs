using CiBudget.Tokens;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What the bill says of the time in which runs made calls.</summary>
internal sealed class BilledUse
{
    private BilledUse() { }

    /// <summary>By model, as the price sheet names it, and kind.</summary>
    public Dictionary<(string Model, string Kind), BilledLine> Lines { get; } = [];

    /// <summary>By model; without a model that the reports give no count for.</summary>
    public Dictionary<string, long> Requests { get; } = new(StringComparer.Ordinal);

    /// <summary>Until when the data are complete; null when that is not said.</summary>
    public DateTimeOffset? RefreshedAt { get; private set; }

    public BillSource Source { get; private set; }

    public List<string> Notes { get; } = [];

    public static async Task<BilledUse> ReadAsync(
        BillReader reader,
        BillQuestion about,
        IReadOnlyList<Period> periods,
        CancellationToken cancel
    )
    {
        var use = new BilledUse();
        var isFirst = true;
        foreach (var period in periods)
        {
            var report = await reader
                .ReadAsync(
                    about with
                    {
                        Period = period,
                        By = [Dimension.Model, Dimension.Tier, Dimension.TokenType],
                        ToTheMinute = true,
                    },
                    cancel
                )
                .ConfigureAwait(false);
            use.RefreshedAt =
                isFirst ? report.RefreshedAt
                : use.RefreshedAt < report.RefreshedAt ? use.RefreshedAt
                : report.RefreshedAt;
            use.Source = report.Source;
            use.Notes.AddRange(report.Notes.Except(use.Notes));
            use.Add(report);
            isFirst = false;
        }
        return use;
    }

    private void Add(BillReport report)
    {
        foreach (var row in report.Usage)
        {
            var model = MeteredUse.ModelOf(row.Group.Model);
            if (row.Requests is { } requests)
                Requests[model] = Requests.GetValueOrDefault(model) + requests;
            foreach (var (kind, count) in row.Counts.Select(one => (one.Key, one.Value)))
            {
                var line = Lines.GetValueOrDefault((model, kind)) ?? new();
                Lines[(model, kind)] = line with
                {
                    Count = (line.Count ?? 0) + count,
                    BatchCount = line.BatchCount + (row.Group.Tier == "batch" ? count : 0),
                };
            }
        }
        foreach (var row in report.Costs ?? [])
        {
            var key = (MeteredUse.ModelOf(row.Group.Model), row.Kind);
            var line = Lines.GetValueOrDefault(key) ?? new();
            Lines[key] = line with
            {
                AmountUsd = (line.AmountUsd ?? 0m) + row.AmountUsd,
                ListUsd = row.ListUsd is { } list ? (line.ListUsd ?? 0m) + list : line.ListUsd,
            };
        }
    }
}
