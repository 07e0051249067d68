using CiBudget.Capture;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Enforcement.Tests;

/// <summary>The shared store against a plain model of it, with several processes that come and go.</summary>
public sealed class SharedSpendModelTests
{
    private const long Max = 100;

    private enum Does
    {
        Reserve,
        Settle,
        End,
        Crash,
    }

    [Test]
    public void Any_interleaving_of_reserve_settle_end_and_crash_keeps_used_and_reserved_right()
    {
        // Reserving is twice as likely as the rest.
        var step = Gen.Elements(Does.Reserve, Does.Reserve, Does.Settle, Does.End, Does.Crash)
            .Zip(Gen.Choose(0, 2))
            .Zip(Gen.Choose(0, 60))
            .Zip(
                Gen.Choose(0, 60),
                (left, real) => (left.Item1.Item1, left.Item1.Item2, left.Item2, real)
            );

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(step.ListOf().ToArbitrary(), steps => Follow(steps))
        );
    }

    private static void Follow(IEnumerable<(Does Does, int Who, int Amount, int Real)> steps)
    {
        var path = Path.GetTempFileName();
        var dead = new HashSet<int>();
        Store Open() => new(path, slot => !dead.Contains(slot));
        var stores = new[] { Open(), Open(), Open() };
        var used = 0L;
        // What the crashed had reserved counts until somebody would be turned away for it.
        var unburied = 0L;
        try
        {
            foreach (var (does, who, amount, real) in steps)
            {
                var store = stores[who];
                var reserved = stores.Sum(each => each.Flying.Sum());
                switch (does)
                {
                    case Does.Reserve:
                        if (used + reserved + unburied + amount > Max)
                            unburied = 0;
                        var refusal = store.Spend.Reserve([
                            new(0, amount, Max, Stop: true, Spent: false),
                        ]);
                        Assert.That(
                            refusal,
                            Is.EqualTo(
                                used + reserved + amount > Max
                                    ? new SpendRefusal(0, used, reserved)
                                    : null
                            )
                        );
                        if (refusal is null)
                            store.Flying.Enqueue(amount);
                        break;
                    case Does.Settle when store.Flying.TryDequeue(out var held):
                        var spent = Math.Min(real, held);
                        store.Spend.Settle([new(0, held, Max, Stop: true, Spent: false)], [spent]);
                        used += spent;
                        break;
                    case Does.End:
                        store.Spend.Dispose();
                        stores[who] = Open();
                        break;
                    case Does.Crash:
                        store.Spend.Close();
                        dead.Add(store.Spend.Slot);
                        unburied += store.Flying.Sum();
                        stores[who] = Open();
                        break;
                }
            }
        }
        finally
        {
            foreach (var store in stores)
                store.Spend.Dispose();
            File.Delete(path);
        }
    }

    private sealed class Store(string path, Func<int, bool> isAlive)
    {
        public SharedSpend Spend { get; } = new(path, 1, layout: 1, isAlive);

        public Queue<long> Flying { get; } = new();
    }
}
