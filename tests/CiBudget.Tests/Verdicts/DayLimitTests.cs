namespace CiBudget.Tests.Verdicts;

/// <summary>Limits over all runs of 24 hours, in the check after the run.</summary>
public sealed class DayLimitTests
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
        DayFigures.Write(_run.Path, "q", null);

        Assert.That(_run.Check(Daily).Findings.Single().Code, Is.EqualTo("CIB029"));
    }

    [Test]
    public void A_figure_that_cannot_be_read_is_none()
    {
        _run.Ledger("p", _run.Call("A", 10));
        Tell("p", 20m);
        File.WriteAllText(Path.Combine(_run.Path, "q" + DayFigures.Extension), "{ \"v\": 1, \"us");

        Assert.That(_run.Check(Daily).Findings.Single().Code, Is.EqualTo("CIB029"));
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
        DayFigures.Write(below, "p", Used(usd: 40m, calls: 3));
        DayFigures.Write(_run.Path, "q", Used(usd: 7m, calls: 9));
        DayFigures.Write(_run.Path, "r", Used(usd: 8m, calls: 5));
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
            verdict.Findings.Single().Message,
            Is.EqualTo(
                "calls of all runs of 24 hours 9 are over the limit of 8 by 1 (12 %). Raise \"shared.perDay.calls\" here or spend less."
            )
        );
    }

    [Test]
    public void The_file_says_its_version_for_readers_to_come()
    {
        DayFigures.Write(_run.Path, "p", Used(usd: 20.5m, calls: 3));

        Assert.That(
            File.ReadAllText(Path.Combine(_run.Path, "p.day.json")),
            Is.EqualTo("""{"v":1,"used":{"Cost":20.5,"Calls":3}}""")
        );
    }

    [Test]
    public void A_limit_that_was_not_checked_says_what_to_see_to()
    {
        _run.Ledger("p", _run.Call("A", 10));

        Assert.That(
            _run.Findings(Daily),
            Is.EqualTo([
                "/repo/cibudget.json(4,31): error CIB029: \"shared.perDay.cost\" was not checked: this run made live calls, and no process of it could say what all runs of 24 hours used. See to the Redis of \"shared\", and keep the *.day.json files beside the ledgers.",
            ])
        );
    }

    private static Dictionary<Metric, decimal> Used(decimal usd, decimal calls) =>
        new() { [Metric.Cost] = usd, [Metric.Calls] = calls };

    private void Tell(string process, decimal usd) =>
        DayFigures.Write(
            _run.Path,
            process,
            new Dictionary<Metric, decimal> { [Metric.Cost] = usd }
        );
}
