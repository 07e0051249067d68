namespace CiBudget.Tests.Verdicts;

/// <summary>Calls and money over time. A call of so many output tokens costs $10 a million.</summary>
public sealed class TimelineTests
{
    private CheckedRun _run = null!;

    [SetUp]
    public void Make() =>
        _run = new()
        {
            Options = new() { Time = CheckedRun.Clock, Timeline = true },
        };

    [TearDown]
    public void Remove() => _run.Dispose();

    [Test]
    public void Each_stretch_has_its_calls_and_money_and_empty_ones_are_there()
    {
        _run.Ledger(
            "p",
            At(0, 100),
            At(0.9, 200),
            At(1, 0) with
            {
                Status = 500,
                Usage = [],
                Error = new("api_error", null, FailureKind.ServerError),
            },
            At(3, 300) with
            {
                Replayed = true,
            }
        );

        Assert.That(
            Points(),
            Is.EqualTo(
                new TimelinePoint[]
                {
                    new(Second(0), 2, 0, 0.003m, 0),
                    new(Second(1), 1, 1, 0, 0),
                    new(Second(2), 0, 0, 0, 0),
                    new(Second(3), 1, 0, 0, 0.003m),
                }
            )
        );
    }

    [Test]
    public void A_minute_is_shown_by_seconds()
    {
        _run.Ledger("p", At(0, 1), At(59, 1));

        Assert.That(
            (Points().Count, Points()[0].Start, Points()[^1].Start),
            Is.EqualTo((60, Second(0), Second(59)))
        );
        _run.Ledger("q", At(60, 1));
        Assert.That(Points(), Has.Count.EqualTo(31), "one more, and each is two seconds");
    }

    [Test]
    public void More_than_a_minute_is_shown_by_longer_stretches_that_add_up()
    {
        _run.Ledger(
            "p",
            At(0, 100),
            At(1, 200) with
            {
                Status = 500,
                Error = new("api_error", null, FailureKind.ServerError),
            },
            At(60, 400) with
            {
                Replayed = true,
            },
            At(61, 800) with
            {
                Replayed = true,
            }
        );

        // Stretches of two seconds, which begin at even seconds.
        Assert.That(Points(), Has.Count.EqualTo(31));
        Assert.That(Points()[0], Is.EqualTo(new TimelinePoint(Second(0), 2, 1, 0.003m, 0)));
        Assert.That(Points()[1], Is.EqualTo(new TimelinePoint(Second(2), 0, 0, 0, 0)));
        Assert.That(Points()[^1], Is.EqualTo(new TimelinePoint(Second(60), 2, 0, 0, 0.012m)));
    }

    [Test]
    public void A_long_run_loses_no_call_whatever_the_order()
    {
        // A call every second for 5,000 seconds, more than are kept one by one. 5,000 / 64 stretches are more than sixty: 128 each.
        var calls = Enumerable.Range(0, 5_000).Select(second => At(second, 1)).ToArray();
        _run.Ledger("p", calls);
        using var backwards = new CheckedRun { Options = _run.Options };
        Array.Reverse(calls);
        backwards.Ledger("p", calls);

        var points = Points();

        Assert.That(points.Sum(point => point.Calls), Is.EqualTo(5_000));
        Assert.That(
            points.Skip(1).SkipLast(1).Select(point => (point.Calls, point.CostUsd)),
            Is.All.EqualTo((128L, 0.00128m))
        );
        Assert.That(
            points.Zip(points.Skip(1), (one, next) => next.Start - one.Start),
            Is.All.EqualTo(TimeSpan.FromSeconds(128))
        );
        Assert.That(backwards.Check(Budget.Empty).Timeline, Is.EqualTo(points));
    }

    [Test]
    public void There_is_none_without_calls_or_when_nobody_asked()
    {
        Assert.That(Points(), Is.Empty);

        _run.Ledger("p", At(0, 1));
        _run.Options = _run.Options with { Timeline = false };
        Assert.That(Points(), Is.Empty);
    }

    private LedgerEntry At(double second, long output) =>
        _run.Call("A", output) with
        {
            Time = Second(second),
        };

    private static DateTimeOffset Second(double second) => CheckedRun.Start.AddSeconds(second);

    private IReadOnlyList<TimelinePoint> Points() => _run.Check(Budget.Empty).Timeline;
}
