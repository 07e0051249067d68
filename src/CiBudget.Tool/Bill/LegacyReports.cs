using System.Text.Json;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>The reports of before October 2026: usage by the minute, cost by whole days, never by key.</summary>
/// <remarks>Source: platform.claude.com/docs/en/manage-claude/usage-cost-api. List prices are not in them.</remarks>
internal sealed class LegacyReports(ReportPages pages, BillPace pace)
{
    /// <summary>How long usage takes to get into them, as a rule: five minutes.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan MostDays = TimeSpan.FromDays(31);

    /// <summary>Null when the organization does not have them either.</summary>
    public async Task<BillReport?> ReadAsync(BillQuestion question, CancellationToken cancel)
    {
        if (question.IsBy(Dimension.Actor))
            throw BillException.Refused(
                "this organization has the older reports only, which do not say whom they charge: leave actor out of --by."
            );
        var period = CostPeriod(question.Period);
        var usage = await UsageAsync(question, cancel).ConfigureAwait(false);
        if (usage is null)
            return null;
        var notes = new List<string>
        {
            "the older reports answered: they do not give list prices, and leave Priority Tier out of the cost.",
        };
        var costs = new List<CostRow>();
        if (WhyNoCost(question, period) is { } reason)
            notes.Add($"cost is left out: the older reports give it {reason}.");
        else if (await CostsAsync(question, period!, cancel).ConfigureAwait(false) is { } found)
            costs = found;
        else
            return null;
        return new(usage, notes.Count > 1 ? null : costs, null, BillSource.Legacy, notes);
    }

    private async Task<List<UsageRow>?> UsageAsync(BillQuestion question, CancellationToken cancel)
    {
        var (width, limit, longest) =
            question.ToTheMinute ? ("1m", "1440", TimeSpan.FromDays(1))
            : question.Period.IsWholeDays || question.IsBy(Dimension.Day) ? ("1d", "31", MostDays)
            : ("1h", "168", TimeSpan.FromDays(7));
        var rows = new List<UsageRow>();
        foreach (var part in question.Period.Parts(longest))
        {
            var query = Query(part, width, limit);
            query.AddRange(question.Filters);
            var beta = question.IsBy(Dimension.Speed) ? "fast-mode-2026-02-01" : null;
            var read = await pages
                .ReadAsync("/v1/organizations/usage_report/messages", query, beta, cancel)
                .ConfigureAwait(false);
            if (read is null)
                return null;
            rows.AddRange(
                Results(read)
                    .Select(row => new UsageRow(
                        Group(question, row.Day, row.Row),
                        UsageCounts.From(row.Row),
                        null
                    ))
            );
        }
        return rows;
    }

    /// <summary>Asked for by workspace and description, since it takes no filter: what was not asked for is left out here.</summary>
    private async Task<List<CostRow>?> CostsAsync(
        BillQuestion question,
        Period period,
        CancellationToken cancel
    )
    {
        var rows = new List<CostRow>();
        foreach (var part in period.Parts(MostDays))
        {
            var query = Query(part, "1d", "31");
            query.Add(("group_by[]", "workspace_id"));
            query.Add(("group_by[]", "description"));
            var read = await pages
                .ReadAsync("/v1/organizations/cost_report", query, null, cancel)
                .ConfigureAwait(false);
            if (read is null)
                return null;
            foreach (var (day, row) in Results(read))
            {
                var workspace = row.TextOrNull("workspace_id");
                var model = row.TextOrNull("model");
                if (IsLeftOut(question.Workspaces, workspace) || IsLeftOut(question.Models, model))
                    continue;
                row.RequireUsd();
                rows.Add(
                    new(
                        Group(question, day, row),
                        row.TextOrNull("token_type")
                            ?? row.TextOrNull("cost_type")
                            ?? row.TextOrNull("description")
                            ?? BillKinds.Tokens,
                        row.Usd("amount"),
                        null
                    )
                );
            }
        }
        return rows;
    }

    private static bool IsLeftOut(IReadOnlyList<string> wanted, string? value) =>
        wanted.Count > 0 && (value is null || !wanted.Contains(value));

    private static List<(string, string)> Query(Period part, string width, string limit) =>
        [
            ("starting_at", Period.Format(part.From)),
            ("ending_at", Period.Format(part.To)),
            ("bucket_width", width),
            ("limit", limit),
        ];

    private static IEnumerable<(DateTimeOffset Day, JsonElement Row)> Results(
        IReadOnlyList<JsonElement> read
    ) =>
        read.SelectMany(page => page.Items("data"))
            .SelectMany(bucket =>
                bucket.Items("results").Select(row => (bucket.Time("starting_at"), row))
            );

    private static BillGroup Group(BillQuestion question, DateTimeOffset day, JsonElement row) =>
        BillGroup.From(question, row) with
        {
            Day = question.IsBy(Dimension.Day) ? Amount.Day(day.UtcDateTime) : null,
        };

    /// <summary>The days of a period that begins with a day and ends with one, or now; null for any other.</summary>
    private Period? CostPeriod(Period period)
    {
        var days = period.ToWholeDays();
        return
            days.From == period.From && (days.To == period.To || days.To > pace.Clock.GetUtcNow())
            ? days
            : null;
    }

    private static string? WhyNoCost(BillQuestion question, Period? days) =>
        question.Keys.Count > 0 || question.IsBy(Dimension.Key) ? "for workspaces, not for keys"
        : question.IsBy(Dimension.Speed) ? "for all speeds together"
        : days is null ? "for whole days"
        : null;
}
