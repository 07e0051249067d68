using System.Text.Json;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>The reports by dimension, which came in October 2026.</summary>
/// <remarks>Source: <c>beta/organization/analytics</c> of the official TypeScript SDK 1.14.</remarks>
internal sealed class AnalyticsReports(ReportPages pages)
{
    private const string Beta = "analytics-usage-cost-2026-08-24";
    private const string RowsOfAPage = "1000";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);
    private static readonly TimeSpan LongestByTheMinute = TimeSpan.FromHours(24);

    /// <summary>Null when the organization does not have them.</summary>
    public async Task<BillReport?> ReadAsync(BillQuestion question, CancellationToken cancel)
    {
        var usage = new List<JsonElement>();
        var costs = new List<JsonElement>();
        var longest = question.ToTheMinute ? LongestByTheMinute : Longest;
        foreach (var part in question.Period.Parts(longest))
        {
            var query = Query(question, part);
            var used = await pages
                .ReadAsync("/v1/organizations/analytics/usage", query, Beta, cancel)
                .ConfigureAwait(false);
            if (used is null)
                return null;
            usage.AddRange(used);
            var charged = await pages
                .ReadAsync(
                    "/v1/organizations/analytics/cost",
                    [.. query, ("group_by[]", "cost_type"), ("group_by[]", "token_type")],
                    Beta,
                    cancel
                )
                .ConfigureAwait(false);
            if (charged is null)
                return null;
            costs.AddRange(charged);
        }
        return new(
            [.. usage.SelectMany(page => page.Items("data")).Select(row => Usage(question, row))],
            [.. costs.SelectMany(page => page.Items("data")).Select(row => Cost(question, row))],
            RefreshedAt([.. usage, .. costs]),
            BillSource.Analytics,
            []
        );
    }

    private static List<(string, string)> Query(BillQuestion question, Period part)
    {
        var query = new List<(string, string)>
        {
            ("starting_at", Period.Format(part.From)),
            ("ending_at", Period.Format(part.To)),
            ("limit", RowsOfAPage),
        };
        if (question.ToTheMinute || question.IsBy(Dimension.Day))
            query.Add(("time_bucket_width", question.ToTheMinute ? "1m" : "1d"));
        query.AddRange(question.Filters);
        return query;
    }

    private static UsageRow Usage(BillQuestion question, JsonElement row)
    {
        var usage = row.Member("usage");
        return new(Group(question, row), UsageCounts.From(usage), usage.CountOrNull("requests"));
    }

    private static CostRow Cost(BillQuestion question, JsonElement row)
    {
        var (cost, group) = (row.Member("cost"), row.Member("group"));
        cost.RequireUsd();
        var kind = group.TextOrNull("token_type") ?? group.TextOrNull("cost_type");
        return new(
            Group(question, row),
            kind ?? BillKinds.Tokens,
            cost.Usd("amount"),
            cost.Usd("list_amount")
        );
    }

    private static BillGroup Group(BillQuestion question, JsonElement row)
    {
        var group = row.Member("group");
        return BillGroup.From(question, group) with
        {
            Day = question.IsBy(Dimension.Day)
                ? Amount.Day(row.Time("starting_at").UtcDateTime)
                : null,
            Actor = question.IsBy(Dimension.Actor) ? ActorOf(group.Member("actor")) : null,
        };
    }

    /// <summary>The id of an identity. A name or an address is nobody's business in a build log.</summary>
    private static string? ActorOf(JsonElement actor)
    {
        if (actor.ValueKind == JsonValueKind.Null)
            return null;
        return actor.Text("type") switch
        {
            "user_actor" => actor.Text("user_id"),
            "service_account_actor" => actor.Text("service_account_id"),
            "api_actor" => actor.Text("api_key_id"),
            "federated_actor" => actor.TextOrNull("subject") ?? "federated identity",
            var other => other,
        };
    }

    /// <summary>The oldest of all pages: until then all of them are complete.</summary>
    private static DateTimeOffset? RefreshedAt(List<JsonElement> all)
    {
        var times = all.ConvertAll(page => page.TimeOrNull("data_refreshed_at"));
        return times.Contains(null) ? null : times.Min();
    }
}
