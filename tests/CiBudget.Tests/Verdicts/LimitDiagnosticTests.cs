using System.Text;
using static CiBudget.Tests.Verdicts.LimitRun;

namespace CiBudget.Tests.Verdicts;

public sealed class LimitDiagnosticTests
{
    [Test]
    public void A_run_over_its_cost_names_the_line_and_the_top_spenders()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A.B.C", 40_000),
            run.Call("D", 15_000),
            run.Call("E", 6_000),
            run.Call("F", 230)
        );

        var verdict = run.Check(CheckedRun.Budget(RunCost));

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.OverBudget));
        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(2,21): error CIB001: run cost $0.6123 is over the limit of $0.50 by $0.1123 (22 %). Top spenders: A.B.C $0.40, D $0.15, E $0.06. Raise \"run.cost\" here or spend less.",
                }
            )
        );
        var use = verdict.Limits.Single();
        Assert.That(
            (use.Used, use.Broken, use.Over, use.Subject),
            Is.EqualTo((0.6123m, 1, true, (string?)null))
        );
    }

    [Test]
    public void Each_test_is_judged_by_itself_and_one_finding_names_the_worst()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 5_000),
            run.Call("B", 3_000),
            run.Call("C", 2_500),
            run.Call("D", 2_100),
            run.Call("E", 2_000)
        );
        run.Ledger("q", run.Call("B", 3_000));

        var budget = CheckedRun.Budget(
            new Limit
            {
                Scope = LimitScope.EachTest,
                Max = 0.02m,
                WarnAt = null,
                Position = new(3, 9),
            }
        );

        Assert.That(
            run.Findings(budget),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(3,9): error CIB001: test B: cost $0.06 is over the limit of $0.02 by $0.04 (200 %). 3 other tests are over it too: A $0.05, C $0.025 and 1 more. Raise \"test.cost\" here or spend less.",
                }
            )
        );
        var use = run.Check(budget).Limits.Single();
        Assert.That((use.Subject, use.Used, use.Broken), Is.EqualTo(("B", 0.06m, 4)));
    }

    [Test]
    public void Errors_come_before_warnings_and_the_biggest_overrun_first()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));
        var budget = CheckedRun.Budget(
            new() { Metric = Metric.OutputTokens, Max = 70_000 },
            new()
            {
                Metric = Metric.OutputTokens,
                Max = 50_000,
                Severity = Severity.Warn,
            },
            new() { Max = 0.5m },
            new() { Max = 0.3m },
            new() { Metric = Metric.Calls, Max = 0 }
        );

        Assert.That(
            run.Check(budget)
                .Diagnostics.Select(diagnostic =>
                    (diagnostic.Severity, diagnostic.Code, diagnostic.Message.Split(" by ")[0])
                ),
            Is.EqualTo(
                new[]
                {
                    (Severity.Error, "CIB001", "run calls 1 are over the limit of 0"),
                    (Severity.Error, "CIB001", "run cost $0.60 is over the limit of $0.30"),
                    (Severity.Error, "CIB001", "run cost $0.60 is over the limit of $0.50"),
                    (
                        Severity.Warn,
                        "CIB001",
                        "run output tokens 60,000 are over the limit of 50,000"
                    ),
                    (
                        Severity.Warn,
                        "CIB009",
                        "run output tokens 60,000 are near the limit of 70,000: 85 % of \"run.outputTokens\" is used."
                    ),
                }
            )
        );
    }

    [Test]
    public void Names_from_outside_cannot_break_the_line()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A(\"\n##vso[task.complete]\u001b[31m\u202e\")" + new string('x', 500), 60_000)
        );

        var message = run.Check(CheckedRun.Budget(RunCost)).Diagnostics.Single().Message;

        Assert.That(message.Any(char.IsControl), Is.False);
        Assert.That(message, Does.Not.Contain("##").And.Length.LessThan(500));
    }

    [Test]
    public void Equal_spenders_come_by_name_and_those_that_used_nothing_not_at_all()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("C", 30_000),
            run.Call("B", 30_000),
            run.Call("A", 30_000),
            run.Call(null, 30_000),
            run.Call("Z", 0)
        );
        var one = CheckedRun.Budget(
            new Limit
            {
                Scope = LimitScope.Tests,
                Pattern = "?",
                Max = 1m,
            },
            new Limit
            {
                Scope = LimitScope.Tests,
                Pattern = "Z",
                Max = 0m,
            }
        );

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain("Top spenders: A $0.30, B $0.30, C $0.30. Raise")
        );
        Assert.That(
            run.Check(one).Limits.Select(use => (use.Subject, use.Used, use.Broken, use.Share)),
            Is.All.EqualTo(((string?)null, 0m, 0, 0m))
        );
    }

    [Test]
    public void The_other_test_that_is_over_is_one()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 3), run.Call("B", 2), run.Call("C", 1));

        Assert.That(
            run.Findings(
                CheckedRun.Budget(
                    new Limit
                    {
                        Scope = LimitScope.EachTest,
                        Metric = Metric.OutputTokens,
                        Max = 1,
                    }
                )
            ),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: error CIB001: test A: output tokens 3 are over the limit of 1 by 2 (200 %). 1 other test is over it too: B 2. Raise \"test.outputTokens\" here or spend less.",
                }
            )
        );
    }

    [Test]
    public void Findings_of_one_weight_come_by_their_place()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));
        Limit At(int line, int column) => new() { Max = 0.5m, Position = new(line, column) };

        Assert.That(
            run.Check(CheckedRun.Budget(At(3, 1), At(2, 9), At(2, 3)))
                .Diagnostics.Select(diagnostic => diagnostic.Position),
            Is.EqualTo(new Position[] { new(2, 3), new(2, 9), new(3, 1) })
        );
    }

    [Test]
    public void A_long_name_is_cut_between_characters()
    {
        using var run = new CheckedRun();
        // The 200th and 201st unit are the two halves of one character.
        run.Ledger("p", run.Call(new string('x', 199) + "😀", 60_000));
        using var fits = new CheckedRun();
        fits.Ledger("p", fits.Call(new string('x', 198) + "😀", 60_000));

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain($" {new string('x', 199)}… $0.60.")
        );
        Assert.That(
            fits.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain($" {new string('x', 198)}😀 $0.60.")
        );
    }

    [Test]
    public void The_biggest_overrun_comes_first_wherever_it_stands()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));
        Limit At(decimal max, int line) => new() { Max = max, Position = new(line, 1) };

        // 120 % and 200 % of a limit; 75 % and 80 %.
        Assert.That(
            run.Check(
                    CheckedRun.Budget(
                        At(0.5m, 1),
                        At(0.3m, 2),
                        At(0.8m, 3) with
                        {
                            WarnAt = 0.7m,
                        },
                        At(0.75m, 4) with
                        {
                            WarnAt = 0.7m,
                        }
                    )
                )
                .Diagnostics.Select(diagnostic => diagnostic.Position.Line),
            Is.EqualTo(new[] { 2, 1, 4, 3 })
        );
    }

    [Test]
    public void A_share_has_two_decimals_at_most()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1), run.Call("A", 1), run.Call("A", 1) with { Attempt = 1 });

        Assert.That(
            run.Findings(CheckedRun.Budget(new Limit { Metric = Metric.RetryShare, Max = 12.5m }))
                .Single(),
            Does.Contain("run retry share 33.33 % is over the limit of 12.5 % by 20.83 % (167 %).")
        );
    }

    [Test]
    public void Two_hundred_characters_of_a_name_are_shown()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call(new string('x', 201), 60_000));

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain($" {new string('x', 200)}… $0.60.")
        );
    }

    [Test]
    public void Calls_without_a_test_may_be_the_top_spender()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call(null, 50_000), run.Call("A", 10_000));

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain("Top spenders: unattributed $0.50, A $0.10.")
        );
    }
}
