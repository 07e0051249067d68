using System.Globalization;
using FreeRedis;

namespace CiBudget.Redis.Tests;

/// <summary>Limits over 24 hours and a month: by the server's clock, for all runs, and not without what was counted.</summary>
public sealed class WindowTests
{
    private const string Window = "{cibudget:shop}:window";
    private const string Month = "{cibudget:shop}:month";
    private static readonly SpendAsk Ask = new(3, 60, 100, Stop: true, Spent: false);

    private RedisServer _server = null!;
    private RedisClient _admin = null!;

    [SetUp]
    public void Start()
    {
        _server = new RedisServer();
        _admin = new RedisClient($"127.0.0.1:{_server.Port},database=1");
    }

    [TearDown]
    public void Stop()
    {
        _admin?.Dispose();
        _server?.Dispose();
    }

    [Test]
    public void It_is_for_all_runs_and_forgets_what_is_older()
    {
        using (var first = Open("run-1"))
        {
            Assert.That(first.Reserve([Ask]), Is.Null);
            first.Settle([Ask], [60]);
        }
        using var second = Open("run-2");
        Assert.That(second.Reserve([Ask]), Is.EqualTo(new SpendRefusal(3, 60, 0)));

        Age(24);
        Assert.That(second.Reserve([Ask]), Is.EqualTo(new SpendRefusal(3, 60, 0)));
        Age(1);
        Assert.That(second.Reserve([Ask]), Is.Null);
    }

    [Test]
    public void Its_hours_are_those_of_the_server()
    {
        using var spend = Open("run-1");
        var before = ServerHour();
        spend.Reserve([Ask]);
        spend.Settle([Ask], [60]);

        Assert.That(UsedFields().Select(BucketOf), Has.All.InRange(before, ServerHour()));
    }

    [Test]
    public void Windows_that_vanish_while_a_run_is_on_are_missed_and_later_runs_begin_new_ones()
    {
        using var spend = Open("run-1");
        using var other = Open("run-1");
        spend.Reserve([Ask]);
        other.Reserve([Ask with { Amount = 1 }]);
        _admin.Del(Window);

        foreach (var machine in new[] { spend, other })
            Assert.That(
                () => machine.Reserve([Ask]),
                Throws.TypeOf<SharedLimitsException>().With.Message.Contains("has lost the counts")
            );
        Assert.That(spend.Rolling(), Is.Null);
        using var next = Open("run-2");
        Assert.That(next.Reserve([Ask]), Is.Null);
    }

    [Test]
    public void A_month_is_for_all_runs_and_ends_with_the_month()
    {
        var month = Ask with { Counter = 4, Max = 110 };
        using (var first = Open("run-1"))
        {
            first.Reserve([Ask, month]);
            first.Settle([Ask, month], [50, 60]);
            Assert.That(first.Rolling(), Is.EqualTo(new[] { 50L, 60L }));
        }
        using var second = Open("run-2");
        Assert.That(second.Reserve([month]), Is.EqualTo(new SpendRefusal(4, 60, 0)));
        Assert.That(UsedFields(Month).Select(BucketOf), Is.All.EqualTo(ServerMonth()));

        Age(1, Month);

        Assert.That(second.Reserve([month]), Is.Null);
        using var third = Open("run-3");
        Assert.That(third.Rolling(), Is.EqualTo(new[] { 50L, 0L }));
    }

    [Test]
    public void A_month_that_vanishes_while_a_run_is_on_is_missed()
    {
        using var spend = Open("run-1");
        spend.Reserve([Ask with { Counter = 4 }]);
        _admin.Del(Month);

        Assert.That(
            () => spend.Reserve([Ask]),
            Throws.TypeOf<SharedLimitsException>().With.Message.Contains("has lost the counts")
        );
    }

    [Test]
    public void Only_a_month_is_counted_in_a_hash_of_its_own()
    {
        using var spend = new RedisSpend(_server.Url, "shop", "run-1", 3, [], ["cost"]);
        spend.Reserve([Ask]);
        spend.Settle([Ask], [60]);

        Assert.That(spend.Rolling(), Is.EqualTo(new[] { 60L }));
        Assert.That((_admin.Exists(Window), _admin.Exists(Month)), Is.EqualTo((false, true)));
    }

    [Test]
    public void What_no_longer_counts_is_taken_away_by_the_next_process()
    {
        using (var first = Open("run-1"))
        {
            first.Reserve([Ask]);
            first.Settle([Ask], [60]);
        }
        Age(25, Window);

        using var second = Open("run-2");
        second.Rolling();

        Assert.That(UsedFields(Window), Is.Empty);
    }

    [Test]
    public void The_script_knows_the_months_of_two_centuries()
    {
        var start = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        const int Days = 200 * 365;

        var months = (object[])
            _admin.Eval(
                RedisScripts.MonthOf
                    + "local all = {} for day = 0, tonumber(ARGV[1]) do all[day + 1] = monthOf(day) end return all",
                ["key"],
                Days
            );

        Assert.That(
            months.Cast<long>(),
            Is.EqualTo(
                Enumerable
                    .Range(0, Days + 1)
                    .Select(day => CounterSpan.Month.BucketOf(start.AddDays(day)))
            )
        );
    }

    private RedisSpend Open(string run) => new(_server.Url, "shop", run, 3, ["cost"], ["cost"]);

    private void Age(int buckets, string key = Window)
    {
        foreach (var field in UsedFields(key))
        {
            var older = BucketOf(field) - buckets;
            _admin.HSet(
                key,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{field[..field.LastIndexOf('|')]}|{older}"
                ),
                _admin.HGet(key, field)
            );
            _admin.HDel(key, field);
        }
    }

    private List<string> UsedFields(string key = Window) =>
        [
            .. _admin
                .HKeys(key)
                .Where(static field => field.StartsWith("u|", StringComparison.Ordinal)),
        ];

    private long ServerHour() => ServerSeconds() / 3600;

    private long ServerMonth()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(ServerSeconds());
        return (now.Year * 12L) + now.Month - 1;
    }

    private long ServerSeconds() =>
        long.Parse(
            (string)_admin.Eval("return redis.call('TIME')[1]"),
            CultureInfo.InvariantCulture
        );

    private static long BucketOf(string field) =>
        long.Parse(field[(field.LastIndexOf('|') + 1)..], CultureInfo.InvariantCulture);
}
