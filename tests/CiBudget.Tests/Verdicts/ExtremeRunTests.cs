using System.Diagnostics;

namespace CiBudget.Tests.Verdicts;

/// <summary>Runs of sizes and at times that nobody plans for.</summary>
public sealed class ExtremeRunTests
{
    [Test]
    public void Very_many_tests_each_have_their_row_and_the_reports_stay_readable()
    {
        using var run = new CheckedRun();
        var tests = TestEffort.Rounds(few: 20_000, thorough: 100_000);
        run.Ledger(
            "p",
            [.. Enumerable.Range(0, tests).Select(i => run.Call($"Shop.Tests.T{i}", 10))]
        );
        var budget = CheckedRun.Budget(
            new Limit { Max = 1.99m },
            new Limit
            {
                Scope = LimitScope.EachTest,
                Metric = Metric.OutputTokens,
                Max = 9,
            }
        );

        var clock = Stopwatch.StartNew();
        var verdict = run.Check(budget);
        var console = ConsoleReport.Render(verdict, 120, color: false);

        // 10 tokens × $10 / 1,000,000 = $0.0001.
        Assert.That(verdict.Totals.CostUsd, Is.EqualTo(tests * 0.0001m));
        Assert.That(verdict.Tests, Has.Count.EqualTo(tests));
        Assert.That(
            verdict.Diagnostics.Select(diagnostic => diagnostic.Code),
            Is.EqualTo(new[] { Codes.OverBudget, Codes.OverBudget }),
            "one diagnostic for the run, one for all of the tests"
        );
        Assert.That(
            verdict.Diagnostics.Select(diagnostic => diagnostic.Message.Length),
            Is.All.LessThan(2_000)
        );
        Assert.That(console.Length, Is.LessThan(20_000));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)), "seconds, not minutes");
    }

    [Test]
    public void Names_of_ten_megabytes_stay_apart_and_reports_of_them_stay_short()
    {
        using var run = new CheckedRun();
        var name = new string('n', 10_000_000);
        run.Ledger("p", run.Call(name + "1", 1_000), run.Call(name + "2", 10));

        var verdict = run.Check(
            CheckedRun.Budget(
                new Limit
                {
                    Scope = LimitScope.EachTest,
                    Metric = Metric.OutputTokens,
                    Max = 100,
                }
            )
        );

        Assert.That(
            verdict.Tests.Select(test => test.Totals.OutputTokens),
            Is.EqualTo(new[] { 1_000, 10 })
        );
        Assert.That(verdict.Diagnostics.Single().Code, Is.EqualTo(Codes.OverBudget));
        Assert.That(verdict.Diagnostics.Single().Message.Length, Is.LessThan(3_000));
        Assert.That(ConsoleReport.Render(verdict, 120, color: false).Length, Is.LessThan(20_000));
    }

    [Test]
    public void A_clock_that_jumps_changes_no_sum_and_breaks_no_report()
    {
        using var steady = new CheckedRun();
        using var jumping = new CheckedRun();
        TimeSpan[] jumps =
        [
            TimeSpan.Zero,
            TimeSpan.FromHours(-3),
            TimeSpan.FromDays(400),
            CheckedRun.Start - DateTimeOffset.MinValue.AddDays(1),
            TimeSpan.FromTicks(-1),
        ];
        steady.Ledger("p", [.. jumps.Select(_ => steady.Call("T", 100))]);
        jumping.Ledger(
            "p",
            [
                .. jumps.Select(jump =>
                    jumping.Call("T", 100) with
                    {
                        Time = CheckedRun.Start - jump,
                        DurationMs = -jump.TotalMilliseconds,
                    }
                ),
            ]
        );
        var budget = CheckedRun.Budget(new Limit { Max = 0.004m });

        var (one, other) = (steady.Check(budget), jumping.Check(budget));

        // 5 × 100 tokens × $10 / 1,000,000 = $0.005.
        Assert.That(other.Totals.CostUsd, Is.EqualTo(0.005m));
        Assert.That(other.Outcome, Is.EqualTo(one.Outcome).And.EqualTo(Outcome.OverBudget));
        Assert.That(ConsoleReport.Render(other, 120, color: false), Does.Contain("$0.005"));
    }
}
