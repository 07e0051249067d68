using System.Globalization;
using CiBudget.Tool.Bill;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>The client against a server that was made after the documents.</summary>
public sealed class BillTests
{
    private const string Opus = "claude-opus-5-5";
    private const string Haiku = "claude-haiku-4-5";
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Period November = new(Day(1), Day(28));

    private AdminServer _server = null!;
    private List<TimeSpan> _waits = null!;

    [SetUp]
    public void Start() => (_server, _waits) = (AdminServer.Start(), []);

    [TearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public async Task Cents_are_a_hundredth_of_a_dollar()
    {
        // 1,000,000 × $4 + 100,000 × $20 a million are six dollars: the API writes 600.
        Uses(new AdminUse(Noon, Opus) { Input = 1_000_000, Output = 100_000 });

        var lines = Lines(await ReadAsync());

        Assert.That(
            lines.Select(line =>
                (line.Group.Model, line.Kind, line.Count, line.AmountUsd, line.ListUsd)
            ),
            Is.EqualTo(
                new (string?, string?, long?, decimal?, decimal?)[]
                {
                    (Opus, "uncached_input_tokens", 1_000_000, 4m, 4m),
                    (Opus, "output_tokens", 100_000, 2m, 2m),
                }
            )
        );
    }

    [Test]
    public async Task Pages_are_read_to_the_last_and_add_up()
    {
        _server.Account.RowsOfAPage = 2;
        Uses([
            .. Enumerable.Range(1, 7).Select(day => new AdminUse(Day(day), Opus) { Input = 1_000 }),
        ]);

        var report = await ReadAsync(Dimension.Day, Dimension.Model);

        Assert.That(report.Usage, Has.Count.EqualTo(7));
        Assert.That(BillLines.Total(report).AmountUsd, Is.EqualTo(0.028m));
        Assert.That(BillLines.Total(report).Requests, Is.EqualTo(7));
        Assert.That(_server.Requests, Has.Count.EqualTo(8), "four pages of each report");
    }

    [Test]
    public async Task A_discount_is_between_amount_and_list_price()
    {
        _server.Account.Discount = 0.15m;
        Uses(new AdminUse(Noon, Opus) { Input = 1_000_000 });

        var total = BillLines.Total(await ReadAsync());

        Assert.That((total.AmountUsd, total.ListUsd), Is.EqualTo((3.4m, 4m)));
        Assert.That(BillTable.Discount(total), Does.Contain("15%"));
    }

    [Test]
    public async Task What_is_no_token_keeps_its_name()
    {
        Uses(
            new AdminUse(Noon, Opus) { Input = 1_000, Searches = 3 },
            new AdminUse(Noon, null)
            {
                Other = new() { ["code_execution"] = 5m, ["session_usage"] = 7m },
            }
        );

        var lines = Lines(await ReadAsync());

        Assert.That(
            lines
                .Where(line => line.Kind != "uncached_input_tokens")
                .Select(line => (line.Group.Model, line.Kind, line.Count, line.AmountUsd)),
            Is.EquivalentTo(
                new (string?, string?, long?, decimal?)[]
                {
                    (Opus, "web_search", 3, 0.03m),
                    (null, "code_execution", null, 0.05m),
                    (null, "session_usage", null, 0.07m),
                }
            )
        );
    }

    [Test]
    public async Task Five_dimensions_are_asked_for_at_once()
    {
        Uses(
            new AdminUse(Noon, Opus)
            {
                Input = 1,
                Key = "apikey_b",
                Geo = "us",
            },
            new AdminUse(Noon, Opus)
            {
                Input = 2,
                Key = null,
                Workspace = null,
                Actor = new()
                {
                    ["type"] = "user_actor",
                    ["user_id"] = "user_7",
                    ["email_address"] = "ann@shop.test",
                    ["name"] = "Ann",
                    ["deleted"] = false,
                },
            }
        );

        var report = await ReadAsync(
            Dimension.Workspace,
            Dimension.Key,
            Dimension.Actor,
            Dimension.Model,
            Dimension.Geo
        );

        Assert.That(
            report.Usage.Select(row => row.Group),
            Is.EquivalentTo(
                new[]
                {
                    new BillGroup
                    {
                        Workspace = "wrkspc_ci",
                        Key = "apikey_b",
                        Actor = "apikey_b",
                        Model = Opus,
                        Geo = "us",
                    },
                    new BillGroup
                    {
                        Actor = "user_7",
                        Model = Opus,
                        Geo = "global",
                    },
                }
            )
        );
    }

    [Test]
    public void A_sixth_dimension_is_refused_before_anything_is_asked()
    {
        Assert.That(
            () =>
                ReadAsync(
                    Dimension.Day,
                    Dimension.Workspace,
                    Dimension.Key,
                    Dimension.Actor,
                    Dimension.Model,
                    Dimension.Tier,
                    Dimension.TokenType,
                    Dimension.Speed
                ),
            Throws.TypeOf<UsageException>().With.Message.Contains("5 dimensions")
        );
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task More_than_31_days_are_asked_for_in_parts()
    {
        Uses(
            new AdminUse(Day(1).AddMonths(-2), Opus) { Input = 1_000_000 },
            new AdminUse(Noon, Opus) { Input = 1_000_000 }
        );

        var report = await ReadAsync(
            new BillQuestion { Period = new(Day(1).AddMonths(-2), Day(28)) }
        );

        Assert.That(BillLines.Total(report).AmountUsd, Is.EqualTo(8m));
    }

    [Test]
    public async Task Filters_reach_the_server()
    {
        Uses(
            new AdminUse(Noon, Opus) { Input = 1 },
            new AdminUse(Noon, Haiku) { Input = 10 },
            new AdminUse(Noon, Opus) { Input = 100, Workspace = "wrkspc_other" },
            new AdminUse(Noon, Opus) { Input = 1_000, Key = "apikey_other" }
        );

        var report = await ReadAsync(
            new BillQuestion
            {
                Period = November,
                Models = [Opus],
                Workspaces = ["wrkspc_ci"],
                Keys = ["apikey_ci"],
            }
        );

        Assert.That(BillLines.Total(report).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task A_time_without_use_has_an_empty_bill()
    {
        var report = await ReadAsync();

        Assert.That(Lines(report), Is.Empty);
        Assert.That(BillLines.Total(report).AmountUsd, Is.Zero);
    }

    [Test]
    public async Task The_oldest_page_says_until_when_the_data_are_complete()
    {
        _server.Account.RefreshedAt = "2026-11-27T23:15:00Z";

        var report = await ReadAsync();

        Assert.That(BillTable.Freshness(report), Does.Contain("2026-11-27 23:15 UTC"));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task The_older_reports_stand_in_where_the_newer_are_missing(int workspace)
    {
        _server.Account.HasAnalytics = false;
        Uses(
            new AdminUse(Noon, Opus) { Input = 1_000_000, Read = 500_000 },
            new AdminUse(Noon, Opus) { Output = 100_000, Workspace = null }
        );

        var report = await ReadAsync(
            new BillQuestion { Period = November, Workspaces = workspace == 1 ? ["wrkspc_ci"] : [] }
        );

        Assert.That(report.Source, Is.EqualTo(BillSource.Legacy));
        Assert.That(report.Notes, Has.One.Contains("older reports"));
        // 1,000,000 × $4 + 500,000 × $0.20 a million, and of the default workspace 100,000 × $20.
        var total = BillLines.Total(report);
        Assert.That(total.AmountUsd, Is.EqualTo(workspace == 1 ? 4.1m : 6.1m));
        Assert.That(total.Count, Is.EqualTo(workspace == 1 ? 1_500_000 : 1_600_000));
        Assert.That(total.ListUsd, Is.Null, "they have no list price");
    }

    [Test]
    public async Task The_older_reports_give_no_cost_for_a_key_and_say_so()
    {
        _server.Account.HasAnalytics = false;
        Uses(new AdminUse(Noon, Opus) { Input = 1_000 });

        var report = await ReadAsync(Dimension.Key, Dimension.TokenType);

        var line = Lines(report).Single();
        Assert.That(
            (line.Group.Key, line.Count, line.AmountUsd),
            Is.EqualTo(("apikey_ci", 1_000L, (decimal?)null))
        );
        Assert.That(report.Notes, Has.One.Contains("not for keys"));
    }

    [Test]
    public async Task The_older_reports_give_no_cost_for_part_of_a_day_and_say_so()
    {
        _server.Account.HasAnalytics = false;
        Uses(new AdminUse(Noon, Opus) { Input = 1_000 });

        var report = await ReadAsync(
            new BillQuestion { Period = new(Noon.AddHours(-1), Noon.AddHours(1)) }
        );

        Assert.That(report.Costs, Is.Null);
        Assert.That(report.Notes, Has.One.Contains("whole days"));
        Assert.That(BillLines.Total(report).Count, Is.EqualTo(1_000));
    }

    [Test]
    public void Without_any_report_it_says_who_has_none()
    {
        (_server.Account.HasAnalytics, _server.Account.HasLegacy) = (false, false);

        Assert.That(Fault().Message, Does.Contain("individual accounts"));
    }

    [TestCase("<html>Bad gateway</html>", "no JSON")]
    [TestCase("{\"data\":[],\"has_more\":false,\"data_refreshed_at\":7}", "data_refreshed_at")]
    [TestCase("{\"data\":[],\"data_refreshed_at\":null}", "has_more")]
    [TestCase("{\"data\":[],\"has_more\":true,\"next_page\":null}", "names no next page")]
    [TestCase(
        "{\"data\":[{\"group\":{}}],\"has_more\":false,\"data_refreshed_at\":null}",
        "\"usage\" is missing"
    )]
    public void An_answer_in_another_shape_is_not_guessed_at(string body, string says)
    {
        _server.Troubles.Enqueue(context => context.Response.WriteAsync(body));

        var fault = Fault();

        Assert.That((fault.Code, fault.ExitCode), Is.EqualTo(("CIB054", 4)));
        Assert.That(fault.Message, Does.Contain(says));
    }

    [TestCase("\"currency\":\"USD\"", "\"currency\":\"EUR\"", "'EUR', not USD")]
    [TestCase("\"amount\":\"1", "\"amount\":\"x1", "\"amount\" is no amount")]
    [TestCase("\"list_amount\":\"100\"", "\"list_amount\":100", "\"list_amount\" is no text")]
    public void An_amount_that_is_not_understood_is_no_amount(string good, string bad, string says)
    {
        const string Row =
            "{\"data\":[{\"starting_at\":\"2026-11-01T00:00:00Z\",\"ending_at\":\"2026-11-28T00:00:00Z\",\"group\":{\"model\":null,\"cost_type\":null,\"token_type\":null},\"cost\":{\"amount\":\"100\",\"list_amount\":\"100\",\"currency\":\"USD\",\"requests\":null}}],\"has_more\":false,\"next_page\":null,\"data_refreshed_at\":null}";
        _server.Troubles.Enqueue(context =>
            context.Response.WriteAsync(
                "{\"data\":[],\"has_more\":false,\"next_page\":null,\"data_refreshed_at\":null}"
            )
        );
        _server.Troubles.Enqueue(context =>
            context.Response.WriteAsync(Row.Replace(good, bad, StringComparison.Ordinal))
        );

        Assert.That(Fault().Message, Does.Contain(says));
    }

    [Test]
    public void Pages_that_go_round_are_noticed()
    {
        for (var i = 0; i < 2; i++)
            _server.Troubles.Enqueue(context =>
                context.Response.WriteAsync(
                    "{\"data\":[],\"has_more\":true,\"next_page\":\"page_again\",\"data_refreshed_at\":null}"
                )
            );

        Assert.That(Fault().Message, Does.Contain("do not end"));
    }

    [Test]
    public void A_redirect_is_not_followed()
    {
        using var elsewhere = AdminServer.Start();
        _server.Troubles.Enqueue(context =>
        {
            context.Response.Redirect(elsewhere.BaseUrl + "/v1/organizations/analytics/usage");
            return Task.CompletedTask;
        });

        Assert.That(Fault().Message, Does.Contain("the key goes to no other host"));
        Assert.That(elsewhere.Requests, Is.Empty);
    }

    [Test]
    public async Task The_key_is_in_its_header_and_nowhere_else()
    {
        await ReadAsync();

        Assert.That(_server.Requests, Is.Not.Empty);
        foreach (var request in _server.Requests)
        {
            Assert.That(request.Method, Is.EqualTo("GET"));
            Assert.That(
                request
                    .Headers.Where(header =>
                        header.Value.Contains(_server.Account.AdminKey, StringComparison.Ordinal)
                    )
                    .Select(header => header.Key),
                Is.EqualTo(new[] { "x-api-key" }).IgnoreCase
            );
            Assert.That(
                request.Query.Values.SelectMany(value => value),
                Has.None.Contains(_server.Account.AdminKey)
            );
        }
        Assert.That(
            AdminKey.Parse(_server.Account.AdminKey).ToString(),
            Does.Not.Contain("sk-ant")
        );
    }

    [Test]
    public async Task The_organization_of_the_key_is_named()
    {
        using var reader = Reader();

        Assert.That(await reader.OrganizationAsync(default), Is.EqualTo(("org-11", "Shop Ltd")));
    }

    private static DateTimeOffset Day(int day) => new(2026, 11, day, 0, 0, 0, TimeSpan.Zero);

    private void Uses(params AdminUse[] uses) => _server.Account.Uses.AddRange(uses);

    private Task<BillReport> ReadAsync(params Dimension[] by) =>
        ReadAsync(
            new BillQuestion
            {
                Period = November,
                By = by.Length > 0 ? by : [Dimension.Model, Dimension.TokenType],
            }
        );

    private async Task<BillReport> ReadAsync(BillQuestion question)
    {
        using var reader = Reader();
        return await reader.ReadAsync(question, default);
    }

    private static IReadOnlyList<BillLine> Lines(BillReport report) =>
        BillLines.From(report, byKind: true);

    private BillException Fault()
    {
        using var reader = Reader();
        return Assert.ThrowsAsync<BillException>(() =>
            reader.ReadAsync(new BillQuestion { Period = November }, default)
        )!;
    }

    private BillReader Reader() =>
        new(
            AdminAddress.Parse(_server.BaseUrl),
            AdminKey.Parse(_server.Account.AdminKey),
            new BillPace
            {
                WaitAsync = (wait, _) =>
                {
                    _waits.Add(wait);
                    return Task.CompletedTask;
                },
            }
        );
}
