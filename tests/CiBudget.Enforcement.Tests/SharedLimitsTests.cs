using System.Text;
using CiBudget.Capture;

namespace CiBudget.Enforcement.Tests;

/// <summary>What the budget file says of machines that share limits, and what becomes of a store that cannot be asked.</summary>
public sealed class SharedLimitsTests
{
    private static readonly PlannedCall Call = new(null, "claude-opus-5-5", 2000, 1000);

    [Test]
    public void Shared_is_read()
    {
        var shared = Parse(
            """{ "shared": { "redis": "rediss://redis.test:6380/2", "name": "shop", "onUnavailable": "local", "perDay": { "cost": "$40" } } }"""
        ).Shared!;

        Assert.That(
            (shared.Redis, shared.Name, shared.LocalWhenUnavailable),
            Is.EqualTo(("rediss://redis.test:6380/2", "shop", true))
        );
        var limit = shared.PerDay.Single();
        Assert.That(
            (limit.Metric, limit.Max, limit.Enforce, limit.Position),
            Is.EqualTo((Metric.Cost, 40m, Budgets.Enforcement.Stop, new Position(1, 116)))
        );
    }

    [Test]
    public void A_wrong_address_is_refused_without_repeating_it() =>
        Assert.That(
            () => Parse("""{ "shared": { "redis": "http://:hunter2@redis.test" } }"""),
            Throws
                .InstanceOf<BudgetFileException>()
                .With.Message.Contains("\"redis://host:6379/0\"")
                .And.Message.Not.Contains("hunter2")
        );

    [Test]
    public void A_limit_per_day_is_enforced_and_its_refusal_says_what_it_is()
    {
        // Two worst cases of $0.0352 do not fit.
        var budget = Parse("""{ "shared": { "perDay": { "cost": "$0.05" } } }""");
        using var book = new LimitEnforcer(
            budget,
            PriceSheet.Embedded,
            static _ => new LocalSpend()
        );

        book.Reserve(Call, out _);
        book.Reserve(Call, out var refusal);

        Assert.That(LimitCounters.AreNeededFor(budget));
        Assert.That(
            refusal!.Message,
            Does.Contain("could use $0.0352; of $0.05 for all runs of 24 hours, $0.00 is used")
                .And.EndWith("Raise \"shared.perDay.cost\" there or spend less.")
        );
    }

    [Test]
    public void A_limit_per_month_is_enforced_where_a_Redis_is_named_and_only_there()
    {
        var budget = Parse(
            """{ "shared": { "redis": "redis://redis.test", "perMonth": { "cost": "$0.05" } } }"""
        );
        using var book = new LimitEnforcer(
            budget,
            PriceSheet.Embedded,
            static _ => new LocalSpend()
        );

        book.Reserve(Call, out _);
        book.Reserve(Call, out var refusal);

        Assert.That(
            refusal!.Message,
            Does.Contain("of $0.05 for all runs of the month, $0.00 is used")
                .And.EndWith("Raise \"shared.perMonth.cost\" there or spend less.")
        );
        Assert.That(
            LimitCounters.AreNeededFor(
                Parse("""{ "shared": { "perMonth": { "cost": "$0.05" } } }""")
            ),
            Is.False
        );
    }

    [Test]
    public void A_store_that_cannot_be_asked_leaves_nothing_reserved_in_the_limits_of_a_test()
    {
        var budget = Parse(
            """{ "enforce": "stop", "run": { "calls": 9 }, "test": { "calls": 1 } }"""
        );
        var store = new AwayOnce();
        using var book = new LimitEnforcer(budget, PriceSheet.Embedded, _ => store);
        var call = Call with { Test = new() { Name = "A.B" } };

        Assert.That(() => book.Reserve(call, out _), Throws.TypeOf<TimeoutException>());
        Assert.That(book.Reserve(call, out _), Is.Not.Null);
    }

    private static Budget Parse(string json) =>
        BudgetFile.Parse(Encoding.UTF8.GetBytes(json), "cibudget.json");

    private sealed class AwayOnce : ISpendStore
    {
        private bool _back;

        public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
        {
            if (_back)
                return null;
            _back = true;
            throw new TimeoutException();
        }

        public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used) { }

        public void Dispose() { }
    }
}
