namespace CiBudget.Tests.Verdicts;

/// <summary>The check against a baseline: growth beyond its tolerance, and limits that were broken already.</summary>
public sealed class GrowthTests
{
    private static readonly Budget Tolerant = CheckedRun.Budget() with
    {
        BaselineTolerance = 0.1m,
        BaselinePosition = new(9, 3),
    };

    private static readonly Limit RunCost = new() { Max = 0.01m, WarnAt = null };

    private static readonly Limit EachCost = RunCost with { Scope = LimitScope.EachTest };

    private CheckedRun _run = null!;

    [SetUp]
    public void Make()
    {
        _run = new();
        // $0.011 and $0.015.
        _run.Ledger("p", _run.Call("A", 1_100), _run.Call("B", 1_500));
    }

    [TearDown]
    public void Remove() => _run.Dispose();

    [Test]
    public void What_grew_beyond_the_tolerance_is_named_dearest_first()
    {
        Before(total: 0.02m, ("A", 0.01m), ("B", 0.01m));

        // The run: 0.026 of 0.02. B: 0.015 of 0.01. A is at 110 % of what it was, which is allowed.
        Assert.That(
            _run.Findings(Tolerant),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(9,3): error CIB025: the run costs $0.026, up from $0.02 in the baseline (+30 %); \"baseline.tolerance\" allows 10 %. Spend less, or accept it: cibudget baseline save.",
                    "/repo/cibudget.json(9,3): error CIB025: test B costs $0.015, up from $0.01 in the baseline (+50 %); \"baseline.tolerance\" allows 10 %. Spend less, or accept it: cibudget baseline save.",
                }
            )
        );
        Assert.That(_run.Check(Tolerant).Outcome, Is.EqualTo(Outcome.OverBudget));
    }

    [Test]
    public void What_cost_nothing_grew_by_no_percentage()
    {
        Before(total: 0.026m, ("A", 0.011m), ("B", 0m));

        Assert.That(
            _run.Check(Tolerant).Diagnostics.Single().Message,
            Does.StartWith("test B costs $0.015, up from $0.00 in the baseline; \"baseline")
        );
    }

    [Test]
    public void Tests_that_are_new_did_not_grow()
    {
        Before(total: 0.026m, ("A", 0.011m));

        Assert.That(_run.Check(Tolerant).Diagnostics, Is.Empty);
    }

    [Test]
    public void Growth_is_not_looked_for_without_a_baseline_or_a_tolerance()
    {
        Assert.That(_run.Check(Tolerant).Diagnostics, Is.Empty);

        Before(total: 0.001m, ("A", 0.001m));
        Assert.That(_run.Check(Tolerant with { BaselineTolerance = null }).Diagnostics, Is.Empty);
    }

    [Test]
    public void A_limit_that_the_baseline_broke_too_warns_only()
    {
        Before(total: 0.02m, calls: 2);

        Assert.That(
            _run.Findings(OnlyNew(RunCost)),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB001: run cost $0.026 is over the limit of $0.01 by $0.016 (160 %). Top spenders: B $0.015, A $0.011. Raise \"run.cost\" here or spend less. It was broken in the baseline already, which \"baseline.onlyNew\" lets pass.",
                }
            )
        );
        Assert.That(
            _run.Check(OnlyNew(RunCost with { Severity = Severity.Off })).Diagnostics,
            Is.Empty
        );
    }

    [TestCase(Metric.Cost, 0.01, Severity.Error)]
    [TestCase(Metric.Cost, 0.0100001, Severity.Warn)]
    [TestCase(Metric.Calls, 1, Severity.Error)]
    [TestCase(Metric.Calls, 2, Severity.Warn)]
    [TestCase(Metric.OutputTokens, 1_000, Severity.Error)]
    public void A_run_that_was_not_over_breaks_a_limit_newly(
        Metric metric,
        decimal before,
        Severity severity
    )
    {
        // Two calls with 2,600 tokens for $0.026.
        var limit = RunCost with
        {
            Metric = metric,
            Max = metric == Metric.Cost ? 0.01m : 1m,
        };
        Before(
            total: metric == Metric.Cost ? before : 0m,
            calls: metric == Metric.Calls ? (long)before : 0
        );

        Assert.That(_run.Check(OnlyNew(limit)).Diagnostics.Single().Severity, Is.EqualTo(severity));
    }

    [Test]
    public void A_limit_on_tests_is_newly_broken_when_one_test_is()
    {
        Before(total: 0.03m, ("A", 0.02m), ("B", 0.01m));
        Assert.That(Severities(EachCost), Is.EqualTo(Severity.Error), "B was at the limit");

        Before(total: 0.03m, ("A", 0.02m));
        Assert.That(Severities(EachCost), Is.EqualTo(Severity.Error), "B was not there");

        Before(total: 0m, ("A", 0.02m), ("B", 0.02m));
        Assert.That(Severities(EachCost), Is.EqualTo(Severity.Warn));
        Assert.That(
            Severities(EachCost with { Scope = LimitScope.Tests, Pattern = "*" }),
            Is.EqualTo(Severity.Warn)
        );
    }

    [Test]
    public void A_new_test_at_its_limit_is_no_reason_to_fail_for_old_overruns()
    {
        _run.Ledger("q", _run.Call("C", 1_000));
        Before(total: 0m, ("A", 0.02m), ("B", 0.02m));

        Assert.That(Severities(EachCost), Is.EqualTo(Severity.Warn));
    }

    [Test]
    public void Of_models_a_baseline_says_nothing_that_would_excuse_them()
    {
        Before(total: 1m, ("A", 1m), ("B", 1m));

        Assert.That(
            Severities(RunCost with { Scope = LimitScope.Model, Pattern = "*" }),
            Is.EqualTo(Severity.Error)
        );
    }

    [Test]
    public void Old_overruns_fail_unless_the_budget_lets_them_pass()
    {
        Before(total: 0.02m);

        Assert.That(
            _run.Check(CheckedRun.Budget(RunCost)).Diagnostics.Single().Severity,
            Is.EqualTo(Severity.Error)
        );
    }

    private void Before(decimal total, params (string Test, decimal Usd)[] tests) =>
        Before(total, calls: 2, tests);

    private void Before(decimal total, long calls, params (string Test, decimal Usd)[] tests) =>
        _run.Options = _run.Options with
        {
            Baseline = new()
            {
                Total = new(total, calls),
                Tests = tests.ToDictionary(
                    test => test.Test,
                    test => new BaselineTest(test.Usd, 1)
                ),
            },
        };

    private Severity Severities(Limit limit) =>
        _run.Check(OnlyNew(limit)).Diagnostics.Single().Severity;

    private static Budget OnlyNew(Limit limit) =>
        CheckedRun.Budget(limit) with
        {
            OnlyNewlyBroken = true,
        };
}
