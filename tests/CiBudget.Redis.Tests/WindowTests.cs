using System.Globalization;
using FreeRedis;

namespace CiBudget.Redis.Tests;

/// <summary>Limits over 24 hours: by the server's clock, for all runs, and not without what was counted.</summary>
public sealed class WindowTests
{
    private const string Window = "{cibudget:shop}:window";
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

        Age(hours: 24);
        Assert.That(second.Reserve([Ask]), Is.EqualTo(new SpendRefusal(3, 60, 0)));
        Age(hours: 1);
        Assert.That(second.Reserve([Ask]), Is.Null);
    }

    [Test]
    public void Its_hours_are_those_of_the_server()
    {
        using var spend = Open("run-1");
        var before = ServerHour();
        spend.Reserve([Ask]);
        spend.Settle([Ask], [60]);

        Assert.That(UsedFields().Select(HourOf), Has.All.InRange(before, ServerHour()));
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

    private RedisSpend Open(string run) => new(_server.Url, "shop", run, 3, ["cost"]);

    private void Age(int hours)
    {
        foreach (var field in UsedFields())
        {
            var older = HourOf(field) - hours;
            _admin.HSet(
                Window,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{field[..field.LastIndexOf('|')]}|{older}"
                ),
                _admin.HGet(Window, field)
            );
            _admin.HDel(Window, field);
        }
    }

    private List<string> UsedFields() =>
        [
            .. _admin
                .HKeys(Window)
                .Where(static field => field.StartsWith("u|", StringComparison.Ordinal)),
        ];

    private long ServerHour() =>
        long.Parse(
            (string)_admin.Eval("return redis.call('TIME')[1]"),
            CultureInfo.InvariantCulture
        ) / 3600;

    private static long HourOf(string field) =>
        long.Parse(field[(field.LastIndexOf('|') + 1)..], CultureInfo.InvariantCulture);
}
