using System.Text;
using static CiBudget.Tests.Verdicts.LimitRun;

namespace CiBudget.Tests.Verdicts;

public sealed class LimitTests
{
    [Test]
    public void A_limit_that_is_met_exactly_is_near_but_not_broken()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 50_000));

        Assert.That(run.Check(CheckedRun.Budget(RunCost)).Outcome, Is.EqualTo(Outcome.Within));
        Assert.That(run.Check(CheckedRun.Budget(RunCost)).Limits.Single().Broken, Is.Zero);
        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(2,21): warning CIB009: run cost $0.50 is near the limit of $0.50: 100 % of \"run.cost\" is used.",
                }
            )
        );
    }

    [Test]
    public void A_hair_over_the_limit_is_over_and_looks_so()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 50_000),
            run.Call("A", 0) with
            {
                Usage = [new() { Model = "claude-one", CacheReadTokens = 1 }],
            }
        );

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.StartWith(
                "/repo/cibudget.json(2,21): error CIB001: run cost $0.5000001 is over the limit of $0.50 by $0.0000001 (0 %)."
            )
        );
    }

    [TestCase(39_999, false)]
    [TestCase(40_000, true)]
    public void A_warning_comes_from_its_share_on(long output, bool warned)
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", output));

        Assert.That(
            run.Check(CheckedRun.Budget(RunCost))
                .Diagnostics.Any(diagnostic => diagnostic.Code == Codes.NearLimit),
            Is.EqualTo(warned)
        );
        Assert.That(
            run.Check(CheckedRun.Budget(RunCost with { WarnAt = null })).Diagnostics,
            Is.Empty
        );
    }

    [Test]
    public void A_limit_can_warn_or_be_off()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));

        var warned = run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Warn }));
        var off = run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Off }));

        Assert.That(
            (warned.Outcome, warned.Passed, warned.Diagnostics.Single().Severity),
            Is.EqualTo((Outcome.Within, true, Severity.Warn))
        );
        Assert.That(
            (off.Outcome, off.Diagnostics.Count, off.Limits.Single().Over),
            Is.EqualTo((Outcome.Within, 0, true))
        );
    }

    [Test]
    public void Replayed_calls_count_only_where_the_budget_says_so()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 3_000) with { Replayed = true }, run.Call("A", 1_000));
        var budget = CheckedRun.Budget(
            new() { Max = 0.02m },
            new()
            {
                Metric = Metric.Calls,
                Max = 1,
                WarnAt = null,
            }
        );

        Assert.That(
            run.Check(budget).Limits.Select(use => use.Used),
            Is.EqualTo(new[] { 0.01m, 1m })
        );
        Assert.That(
            run.Check(budget with { Replayed = ReplayedCalls.Counted })
                .Limits.Select(use => use.Used),
            Is.EqualTo(new[] { 0.04m, 2m })
        );
    }

    [Test]
    public void A_lower_bound_is_marked()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 60_000) with
            {
                Outcome = CallOutcome.Broken,
                Complete = false,
            }
        );

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost))[0],
            Does.Contain("run cost ≥ $0.60 is over the limit of $0.50")
        );
    }

    [Test]
    public void Only_the_cost_of_the_dearest_test_decides_whether_a_limit_on_tests_is_a_lower_bound()
    {
        using var run = new CheckedRun();
        LedgerEntry Cut(string test, long output) =>
            run.Call(test, output) with
            {
                Outcome = CallOutcome.Broken,
                Complete = false,
            };
        run.Ledger("p", Cut("A", 3_000), run.Call("B", 2_000), Cut("C", 1_000));
        var each = new Limit { Scope = LimitScope.EachTest, Max = 1m };
        var calls = each with { Metric = Metric.Calls, Max = 9 };
        var named = each with { Scope = LimitScope.Tests };

        Assert.That(
            run.Check(
                    CheckedRun.Budget(
                        each,
                        calls,
                        named with
                        {
                            Pattern = "B",
                        },
                        named with
                        {
                            Pattern = "C",
                        },
                        each with
                        {
                            Scope = LimitScope.Run,
                            Metric = Metric.TotalTokens,
                        },
                        calls with
                        {
                            Scope = LimitScope.Run,
                        }
                    )
                )
                .Limits.Select(use => (use.Subject, use.LowerBound)),
            Is.EqualTo(
                new (string?, bool)[]
                {
                    ("A", true),
                    ("A", false),
                    ("B", false),
                    ("C", true),
                    (null, true),
                    (null, false),
                }
            )
        );
    }

    [Test]
    public void A_limit_that_is_off_is_not_near_either()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 45_000));

        Assert.That(
            run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Off })).Diagnostics,
            Is.Empty
        );
        Assert.That(
            run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Warn }))
                .Diagnostics.Single()
                .Code,
            Is.EqualTo(Codes.NearLimit)
        );
    }

    [Test]
    public void What_was_not_used_at_all_is_near_no_limit()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10));

        Assert.That(
            run.Check(
                CheckedRun.Budget(
                    new Limit
                    {
                        Metric = Metric.Retries,
                        Max = 1,
                        WarnAt = 0m,
                    }
                )
            ).Diagnostics,
            Is.Empty
        );
    }
}
