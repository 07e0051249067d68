namespace CiBudget.Tests.Verdicts;

/// <summary>Limits over all runs of 24 hours or of a month, in the check after the run.</summary>
public sealed class LimitsOverAllRunsTests
{
    private static readonly Budget Daily = CheckedRun.Budget() with
    {
        Shared = new()
        {
            PerDay =
            [
                new()
                {
                    Scope = LimitScope.Day,
                    Metric = Metric.Cost,
                    Max = 40m,
                    Position = new(4, 31),
                },
            ],
        },
    };

    private CheckedRun _run = null!;

    [SetUp]
    public void Make() => _run = new();

    [TearDown]
    public void Remove() => _run.Dispose();

    [Test]
    public void What_all_runs_used_is_held_against_the_limit()
    {
        _run.Ledger("p", _run.Call("A", 10));
        Tell("p", 39m);
        Tell("q", 41m);

        Assert.That(
            _run.Findings(Daily),
            Is.EqualTo([
                "/repo/cibudget.json(4,31): error CIB001: cost of all runs of 24 hours $41.00 is over the limit of $40.00 by $1.00 (2.5 %). Raise \"shared.perDay.cost\" here or spend less.",
            ])
        );
        Assert.That(_run.Check(Daily).Outcome, Is.EqualTo(Outcome.OverBudget));
    }

    [Test]
    public void What_is_left_is_within_it()
    {
        _run.Ledger("p", _run.Call("A", 10));
        Tell("p", 20m);

        Assert.That(
            (_run.Check(Daily).Passed, _run.Check(Daily).Limits.Single().Used),
            Is.EqualTo((true, 20m))
        );
    }

    [Test]
    public void Without_a_figure_it_is_not_checked_and_the_run_is_not_green()
    {
        _run.Ledger("p", _run.Call("A", 10));

        Assert.That(
            _run.Findings(Daily),
            Has.One.StartsWith(
                "/repo/cibudget.json(4,31): error CIB029: \"shared.perDay.cost\" was not checked"
            )
        );
        Assert.That(_run.Check(Daily).Outcome, Is.EqualTo(Outcome.Unmeasured));
    }

    [Test]
    public void A_process_that_could_not_tell_makes_the_figures_of_others_no_answer()
    {
        _run.Ledger("p", _run.Call("A", 10));
        Tell("p", 20m);
        SharedFigures.Write(_run.Path, "q", null);

        Assert.That(_run.Check(Daily).Diagnostics.Single().Code, Is.EqualTo("CIB029"));
    }

    [Test]
    public void A_figure_that_cannot_be_read_is_none()
    {
        _run.Ledger("p", _run.Call("A", 10));
        Tell("p", 20m);
        File.WriteAllText(
            Path.Combine(_run.Path, "q" + SharedFigures.Extension),
            "{ \"v\": 1, \"us"
        );

        Assert.That(_run.Check(Daily).Diagnostics.Single().Code, Is.EqualTo("CIB029"));
    }

    [Test]
    public void A_run_without_live_calls_added_nothing_to_the_day()
    {
        _run.Ledger("p", _run.Call("A", 10) with { Replayed = true });

        Assert.That(_run.Check(Daily).Passed);
    }

    [Test]
    public void Each_metric_has_the_largest_figure_of_all_directories_and_a_limit_met_is_kept()
    {
        _run.Ledger("p", _run.Call("A", 10));
        var below = Directory.CreateDirectory(Path.Combine(_run.Path, "shard-2")).FullName;
        SharedFigures.Write(below, "p", Used(usd: 40m, calls: 3));
        SharedFigures.Write(_run.Path, "q", Used(usd: 7m, calls: 9));
        SharedFigures.Write(_run.Path, "r", Used(usd: 8m, calls: 5));
        var budget = Daily with
        {
            Shared = new()
            {
                PerDay =
                [
                    Daily.Shared!.PerDay[0] with
                    {
                        WarnAt = null,
                    },
                    new()
                    {
                        Scope = LimitScope.Day,
                        Metric = Metric.Calls,
                        Max = 8,
                    },
                ],
            },
        };

        var verdict = BudgetCheck.Run(
            budget,
            CheckedRun.Prices,
            [Path.Combine(_run.Path, "none"), _run.Path],
            _run.Options
        );

        Assert.That(
            verdict.Limits.Select(use => (use.Used, use.Broken)),
            Is.EqualTo(new[] { (40m, 0), (9m, 1) })
        );
        Assert.That(
            verdict.Diagnostics.Single().Message,
            Is.EqualTo(
                "calls of all runs of 24 hours 9 are over the limit of 8 by 1 (12 %). Raise \"shared.perDay.calls\" here or spend less."
            )
        );
    }

    [Test]
    public void The_file_says_its_version_for_readers_to_come()
    {
        SharedFigures.Write(_run.Path, "p", Used(usd: 20.5m, calls: 3));

        Assert.That(
            File.ReadAllText(Path.Combine(_run.Path, "p.shared.json")),
            Is.EqualTo("""{"v":1,"used":{"Day":{"Cost":20.5,"Calls":3}}}""")
        );
    }

    [Test]
    public void A_limit_that_was_not_checked_says_what_to_see_to()
    {
        _run.Ledger("p", _run.Call("A", 10));

        Assert.That(
            _run.Findings(Daily),
            Is.EqualTo([
                "/repo/cibudget.json(4,31): error CIB029: \"shared.perDay.cost\" was not checked: this run made live calls, and no process of it could say what all runs of 24 hours used. See to the Redis of \"shared\", and keep the *.shared.json files beside the ledgers.",
            ])
        );
    }

    [Test]
    public void A_month_is_held_against_its_own_limit()
    {
        _run.Ledger("p", _run.Call("A", 10));
        var budget = With(perMonth: [Monthly], perDay: Daily.Shared!.PerDay);
        SharedFigures.Write(
            _run.Path,
            "p",
            new Dictionary<(LimitScope, Metric), decimal>
            {
                [(LimitScope.Day, Metric.Cost)] = 39m,
                [(LimitScope.Month, Metric.Cost)] = 401m,
            }
        );

        Assert.That(
            _run.Findings(budget).Where(line => !line.Contains("CIB009", StringComparison.Ordinal)),
            Is.EqualTo([
                "/repo/cibudget.json(5,33): error CIB001: cost of all runs of the month $401.00 is over the limit of $400.00 by $1.00 (0.2 %). Raise \"shared.perMonth.cost\" here or spend less.",
            ])
        );
        Assert.That(
            _run.Check(budget).Limits.Select(use => (use.Limit.Scope, use.Used)),
            Is.EqualTo([(LimitScope.Day, 39m), (LimitScope.Month, 401m)])
        );
    }

    [Test]
    public void A_month_that_a_Redis_counts_and_nobody_told_is_not_green()
    {
        _run.Ledger("p", _run.Call("A", 10));
        var budget = With(perMonth: [Monthly], redis: "redis://redis.test");

        Assert.That(
            _run.Findings(budget),
            Has.One.StartsWith(
                "/repo/cibudget.json(5,33): error CIB029: \"shared.perMonth.cost\" was not checked: this run made live calls, and no process of it could say what all runs of the month used."
            )
        );
    }

    [Test]
    public void A_month_alone_needs_no_Redis_but_one_that_was_asked_and_silent_is_missed()
    {
        _run.Ledger("p", _run.Call("A", 10));
        var budget = With(perMonth: [Monthly]);

        Assert.That(_run.Check(budget).Passed);

        SharedFigures.Write(_run.Path, "p", null);

        Assert.That(_run.Check(budget).Diagnostics.Single().Code, Is.EqualTo("CIB029"));
    }

    private static readonly Limit Monthly = new()
    {
        Scope = LimitScope.Month,
        Metric = Metric.Cost,
        Max = 400m,
        Position = new(5, 33),
    };

    private static Budget With(
        IReadOnlyList<Limit> perMonth,
        IReadOnlyList<Limit>? perDay = null,
        string? redis = null
    ) =>
        CheckedRun.Budget() with
        {
            Shared = new()
            {
                Redis = redis,
                PerDay = perDay ?? [],
                PerMonth = perMonth,
            },
        };

    private static Dictionary<(LimitScope, Metric), decimal> Used(decimal usd, decimal calls) =>
        new() { [(LimitScope.Day, Metric.Cost)] = usd, [(LimitScope.Day, Metric.Calls)] = calls };

    private void Tell(string process, decimal usd) =>
        SharedFigures.Write(
            _run.Path,
            process,
            new Dictionary<(LimitScope, Metric), decimal> { [(LimitScope.Day, Metric.Cost)] = usd }
        );
}
