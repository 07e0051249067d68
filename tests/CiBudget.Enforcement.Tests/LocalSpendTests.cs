using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Enforcement.Tests;

public sealed class LocalSpendTests
{
    private const long Max = 100;

    [Test]
    public void A_call_that_would_not_fit_is_refused_and_reserves_nothing()
    {
        using var spend = new LocalSpend();
        SpendAsk[] sixty = [new(0, 60, Max, Stop: true, Spent: false)];

        Assert.That(spend.Reserve(sixty), Is.Null);
        Assert.That(spend.Reserve(sixty), Is.EqualTo(new SpendRefusal(0, 0, 60)));

        spend.Settle(sixty, [25]);
        Assert.That(spend.Reserve(sixty), Is.Null);
        Assert.That(spend.Reserve(sixty), Is.EqualTo(new SpendRefusal(0, 25, 60)));
    }

    [Test]
    public void All_counters_or_none_are_reserved()
    {
        using var spend = new LocalSpend();
        SpendAsk[] both = [new(0, 10, Max, true, false), new(1, 101, Max, true, false)];

        Assert.That(spend.Reserve(both)!.Counter, Is.EqualTo(1));
        Assert.That(
            spend.Reserve([new(0, 100, Max, true, false)]),
            Is.Null,
            "counter 0 was left as it was"
        );
    }

    [Test]
    public void A_soft_limit_refuses_only_once_it_is_used_up()
    {
        using var spend = new LocalSpend();
        SpendAsk[] ask = [new(0, 1000, Max, Stop: false, Spent: false)];

        Assert.That(spend.Reserve(ask), Is.Null);
        spend.Settle(ask, [99]);
        Assert.That(spend.Reserve(ask), Is.Null);
        spend.Settle(ask, [1]);
        Assert.That(spend.Reserve(ask), Is.EqualTo(new SpendRefusal(0, 100, 0)));
    }

    /// <summary>Any interleaving of reserving and settling keeps used and reserved what a plain model says they are.</summary>
    [Test]
    public void Any_interleaving_keeps_used_and_reserved_right()
    {
        var steps = Gen.Choose(0, 120)
            .Zip(Gen.Choose(0, 120))
            .Zip(Gen.Choose(0, 3), (amounts, kind) => (amounts.Item1, amounts.Item2, kind))
            .ListOf()
            .ToArbitrary();

        FsCheck.Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                steps,
                list =>
                {
                    using var spend = new LocalSpend();
                    var flying = new Queue<long>();
                    var (used, reserved) = (0L, 0L);
                    foreach (var (amount, real, kind) in list)
                    {
                        if (kind > 0)
                        {
                            var refused = spend.Reserve([new(0, amount, Max, true, false)]);
                            Assert.That(
                                refused is not null,
                                Is.EqualTo(used + reserved + amount > Max)
                            );
                            if (refused is null)
                            {
                                flying.Enqueue(amount);
                                reserved += amount;
                            }
                            else
                                Assert.That(
                                    refused,
                                    Is.EqualTo(new SpendRefusal(0, used, reserved))
                                );
                        }
                        else if (flying.TryDequeue(out var held))
                        {
                            var spent = Math.Min(real, held);
                            spend.Settle([new(0, held, Max, true, false)], [spent]);
                            used += spent;
                            reserved -= held;
                        }
                        Assert.That(used + reserved, Is.LessThanOrEqualTo(Max));
                    }
                }
            )
        );
    }
}
