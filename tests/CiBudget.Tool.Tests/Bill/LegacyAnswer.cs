using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>The reports of before: buckets, empty ones too; cost by whole days.</summary>
internal sealed class LegacyAnswer(AdminAccount account, IQueryCollection query)
{
    private string[] GroupBy => [.. query["group_by[]"].Select(value => value!)];

    public object Usage()
    {
        var (width, most) = query["bucket_width"].ToString() switch
        {
            "1m" => (TimeSpan.FromMinutes(1), 1440),
            "1h" => (TimeSpan.FromHours(1), 168),
            "1d" or "" => (TimeSpan.FromDays(1), 31),
            _ => throw new FormatException("bucket_width: 1m, 1h or 1d"),
        };
        string[] known =
        [
            "api_key_id",
            "workspace_id",
            "model",
            "service_tier",
            "context_window",
            "inference_geo",
            "account_id",
            "service_account_id",
            "speed",
        ];
        if (GroupBy.Except(known).Any())
            throw new FormatException("group_by: unknown");
        return Page(
            width,
            most,
            uses =>
                uses.Where(use => Matches("workspace_ids[]", use.Workspace))
                    .Where(use => Matches("api_key_ids[]", use.Key))
                    .Where(use => Matches("models[]", use.Model))
                    .GroupBy(use => string.Join('|', GroupBy.Select(name => Value(use, name))))
                    .Select(group =>
                    {
                        var row = known.ToDictionary(
                            name => name,
                            name =>
                                (object?)(
                                    GroupBy.Contains(name) ? Value(group.First(), name) : null
                                )
                        );
                        row["uncached_input_tokens"] = group.Sum(use => use.Input);
                        row["cache_creation"] = new
                        {
                            ephemeral_1h_input_tokens = group.Sum(use => use.Write1h),
                            ephemeral_5m_input_tokens = group.Sum(use => use.Write5m),
                        };
                        row["cache_read_input_tokens"] = group.Sum(use => use.Read);
                        row["output_tokens"] = group.Sum(use => use.Output);
                        row["server_tool_use"] = new
                        {
                            web_search_requests = group.Sum(use => use.Searches),
                        };
                        return row;
                    })
        );
    }

    public object Cost()
    {
        if (
            query["bucket_width"] != "1d"
            || query.Keys.Any(name => name.EndsWith("s[]", StringComparison.Ordinal))
        )
            throw new FormatException("cost_report takes bucket_width 1d and no filter");
        if (GroupBy.Except(["workspace_id", "description"]).Any())
            throw new FormatException("group_by: workspace_id, description");
        return Page(
            TimeSpan.FromDays(1),
            31,
            uses =>
                uses.Where(use => !use.Unbilled)
                    .SelectMany(use => AccountBooks.Of(use).Select(part => (use, part)))
                    .GroupBy(one =>
                        (
                            one.use.Workspace,
                            one.use.Model,
                            one.part.Type,
                            one.part.Token,
                            one.use.Tier
                        )
                    )
                    .Select(group => new Dictionary<string, object?>
                    {
                        ["currency"] = "USD",
                        ["amount"] = AdminServer.Cents(
                            group.Sum(one => one.part.Cents) * (1 - account.Discount)
                        ),
                        ["workspace_id"] = group.Key.Workspace,
                        ["description"] = $"{group.Key.Model} Usage - {group.Key.Token}",
                        ["cost_type"] = group.Key.Type,
                        ["context_window"] = group.First().use.Context,
                        ["model"] = group.Key.Model,
                        ["service_tier"] = group.Key.Tier,
                        ["token_type"] = group.Key.Token,
                        ["inference_geo"] = group.First().use.Geo,
                    })
        );
    }

    private object Page(
        TimeSpan width,
        int most,
        Func<IEnumerable<AdminUse>, IEnumerable<Dictionary<string, object?>>> rows
    )
    {
        var limit = Math.Min(
            int.Parse(query["limit"]!, CultureInfo.InvariantCulture),
            account.RowsOfAPage
        );
        if (limit > most)
            throw new FormatException($"limit: at most {most}");
        var (start, end) = (Time("starting_at"), Time("ending_at"));
        start = new(start.UtcTicks - (start.UtcTicks % width.Ticks), TimeSpan.Zero);
        var buckets = new List<object>();
        for (var at = start; at < end; at += width)
            buckets.Add(
                new
                {
                    starting_at = at.ToString(
                        "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        CultureInfo.InvariantCulture
                    ),
                    ending_at = (at + width).ToString(
                        "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        CultureInfo.InvariantCulture
                    ),
                    results = rows(account.Uses.Where(use => use.At >= at && use.At < at + width))
                        .ToList(),
                }
            );
        var from = PageToken.Read(query);
        var more = from + limit < buckets.Count;
        return new
        {
            data = buckets.Skip(from).Take(limit),
            has_more = more,
            next_page = more ? PageToken.Of(from + limit) : null,
        };
    }

    private static string? Value(AdminUse use, string name) =>
        name switch
        {
            "workspace_id" => use.Workspace,
            "api_key_id" => use.Key,
            "model" => use.Model,
            "service_tier" => use.Tier,
            "speed" => use.Speed,
            "inference_geo" => use.Geo,
            "context_window" => use.Context,
            _ => null,
        };

    private bool Matches(string name, string? value) =>
        query[name].Count == 0 || query[name].Contains(value);

    private DateTimeOffset Time(string name) =>
        DateTimeOffset.Parse(query[name]!, CultureInfo.InvariantCulture);
}
