using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>The reports by dimension.</summary>
internal sealed class AnalyticsAnswer
{
    private static readonly string[] Dimensions =
    [
        "actor",
        "actor_type",
        "agent_id",
        "api_key_id",
        "claude_tag_category",
        "claude_tag_user_id",
        "context_window",
        "deployment_id",
        "environment_id",
        "inference_geo",
        "model",
        "organization_id",
        "product",
        "rbac_group_id",
        "service_tier",
        "session_id",
        "slack_channel_id",
        "speed",
        "user_profile_id",
        "workspace_id",
    ];

    private readonly AdminAccount _account;
    private readonly IQueryCollection _query;
    private readonly string[] _groupBy;
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;
    private readonly TimeSpan? _width;

    public AnalyticsAnswer(AdminAccount account, IQueryCollection query, IHeaderDictionary headers)
    {
        (_account, _query) = (account, query);
        if (headers["anthropic-beta"] != "analytics-usage-cost-2026-08-24")
            throw new FormatException(
                "anthropic-beta: analytics-usage-cost-2026-08-24 is required"
            );
        _groupBy = Values("group_by[]");
        var dimensions = _groupBy.Except(["cost_type", "token_type"]).ToList();
        if (dimensions.Count > 5)
            throw new FormatException("group_by: at most 5 dimensions");
        if (dimensions.Except(Dimensions).FirstOrDefault() is { } unknown)
            throw new FormatException($"group_by: {unknown} is not a dimension");
        _width = query["time_bucket_width"].ToString() switch
        {
            "" => null,
            "1m" => TimeSpan.FromMinutes(1),
            "1h" => TimeSpan.FromHours(1),
            "1d" => TimeSpan.FromDays(1),
            _ => throw new FormatException("time_bucket_width: 1m, 1h or 1d"),
        };
        if (_width is not null && query["ending_at"].Count == 0)
            throw new FormatException("ending_at: required with time_bucket_width");
        // Without buckets the report covers whole hours.
        var whole = _width ?? TimeSpan.FromHours(1);
        _start = Down(Time("starting_at"), whole);
        _end = _width is null ? Down(Time("ending_at"), whole) : Time("ending_at");
        var longest = _width?.TotalMinutes == 1 ? TimeSpan.FromHours(24) : TimeSpan.FromDays(31);
        if (_end - _start > longest)
            throw new FormatException("the range is too long");
    }

    public object Usage() =>
        Page(
            Groups()
                .Select(group =>
                    (object)
                        new
                        {
                            starting_at = Text(group.Key.Start),
                            ending_at = Text(group.Key.Start + (_width ?? (_end - _start))),
                            group = Group(group.First(), null, null, withCost: false),
                            usage = new
                            {
                                uncached_input_tokens = group.Sum(use => use.Input),
                                cache_creation = new
                                {
                                    ephemeral_1h_input_tokens = group.Sum(use => use.Write1h),
                                    ephemeral_5m_input_tokens = group.Sum(use => use.Write5m),
                                },
                                cache_read_input_tokens = group.Sum(use => use.Read),
                                output_tokens = group.Sum(use => use.Output),
                                server_tool_use = new
                                {
                                    web_search_requests = group.Sum(use => use.Searches),
                                },
                                total_tokens = group.Sum(Total),
                                requests = group.Sum(use => use.Requests),
                            },
                        }
                )
                .Select(row => new[] { row })
        );

    public object Cost()
    {
        var (byType, byToken) = (_groupBy.Contains("cost_type"), _groupBy.Contains("token_type"));
        return Page(Groups().Select(Rows));

        object[] Rows(IGrouping<(DateTimeOffset Start, string), AdminUse> group)
        {
            var parts = group.Where(use => !use.Unbilled).SelectMany(AccountBooks.Of).ToList();
            return
            [
                .. parts
                    .GroupBy(part =>
                        (
                            Type: byType || byToken ? part.Type : null,
                            Token: byToken ? part.Token : null
                        )
                    )
                    .Where(rows => !byToken || byType || rows.Key.Token is not null)
                    .Select(rows =>
                        (object)
                            new
                            {
                                starting_at = Text(group.Key.Start),
                                ending_at = Text(group.Key.Start + (_width ?? (_end - _start))),
                                group = Group(
                                    group.First(),
                                    rows.Key.Type,
                                    rows.Key.Token,
                                    withCost: true
                                ),
                                cost = new
                                {
                                    amount = AdminServer.Cents(
                                        rows.Sum(row => row.Cents) * (1 - _account.Discount)
                                    ),
                                    list_amount = AdminServer.Cents(rows.Sum(row => row.Cents)),
                                    currency = "USD",
                                    requests = byType || byToken
                                        ? (long?)null
                                        : group.Sum(use => use.Requests),
                                },
                            }
                    ),
            ];
        }
    }

    private IEnumerable<IGrouping<(DateTimeOffset Start, string), AdminUse>> Groups() =>
        _account
            .Uses.Where(use => use.At >= _start && use.At < _end)
            .Where(use => Matches("workspace_ids[]", use.Workspace))
            .Where(use => Matches("api_key_ids[]", use.Key))
            .Where(use => Matches("models[]", use.Model))
            .GroupBy(use =>
                (
                    _width is { } width ? Down(use.At, width) : _start,
                    string.Join('|', _groupBy.Select(name => Id(use, name)))
                )
            )
            .OrderByDescending(group => group.Sum(Total));

    private Dictionary<string, object?> Group(
        AdminUse use,
        string? costType,
        string? tokenType,
        bool withCost
    )
    {
        var group = Dimensions.ToDictionary(
            name => name,
            name => _groupBy.Contains(name) ? Value(use, name) : null
        );
        if (withCost)
            (group["cost_type"], group["token_type"]) = (costType, tokenType);
        return group;
    }

    private static string? Id(AdminUse use, string name) =>
        name == "actor"
            ? string.Join(',', (Value(use, name) as Dictionary<string, object?> ?? []).Values)
            : Value(use, name) as string;

    private static object? Value(AdminUse use, string name) =>
        name switch
        {
            "workspace_id" => use.Workspace,
            "api_key_id" => use.Key,
            "model" => use.Model,
            "service_tier" => use.Tier,
            "speed" => use.Speed,
            "inference_geo" => use.Geo,
            "context_window" => use.Context,
            "actor" => use.Actor
                ?? (
                    use.Key is null
                        ? null
                        : new() { ["type"] = "api_actor", ["api_key_id"] = use.Key }
                ),
            _ => null,
        };

    private object Page(IEnumerable<object[]> groups)
    {
        var all = groups.ToList();
        // 20 unless asked for; what fans out does not count.
        var limit =
            _query["limit"].Count == 0
                ? 20
                : int.Parse(_query["limit"]!, CultureInfo.InvariantCulture);
        if (limit is < 1 or > 1000)
            throw new FormatException("limit: 1 to 1000");
        limit = Math.Min(limit, _account.RowsOfAPage);
        var from = PageToken.Read(_query);
        var more = from + limit < all.Count;
        return new
        {
            data = all.Skip(from).Take(limit).SelectMany(rows => rows),
            has_more = more,
            next_page = more ? PageToken.Of(from + limit) : null,
            data_refreshed_at = _account.RefreshedAt,
        };
    }

    private bool Matches(string name, string? value) =>
        Values(name) is [] || Values(name).Contains(value);

    private string[] Values(string name) => [.. _query[name].Select(value => value!)];

    private DateTimeOffset Time(string name) =>
        DateTimeOffset.Parse(_query[name]!, CultureInfo.InvariantCulture);

    private static DateTimeOffset Down(DateTimeOffset time, TimeSpan width) =>
        new(time.UtcTicks - (time.UtcTicks % width.Ticks), TimeSpan.Zero);

    private static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static long Total(AdminUse use) =>
        use.Input + use.Write5m + use.Write1h + use.Read + use.Output;
}
