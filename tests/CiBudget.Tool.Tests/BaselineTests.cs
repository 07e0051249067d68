namespace CiBudget.Tool.Tests;

public sealed class BaselineTests
{
    private Workplace _place = null!;

    [SetUp]
    public void Make()
    {
        _place = new();
        _place.Budget("\"run\": { \"cost\": \"$9\" }, \"baseline\": { \"tolerance\": \"10%\" }");
    }

    [TearDown]
    public void Remove() => _place.Dispose();

    // 1,000 tokens are two cents; ten per cent more are 1,100.
    [TestCase(1_100, 0)]
    [TestCase(1_101, 1)]
    public void A_cost_may_grow_by_the_tolerance(long tokens, int exit)
    {
        var before = _place.Ledger("before", "p1", _place.Call("Shop.A", 1_000));
        var after = _place.Ledger("after", "p2", _place.Call("Shop.A", tokens));

        Assert.That(_place.Run("baseline", "save", before).ExitCode, Is.Zero);
        var check = _place.Run("check", after);
        var diff = _place.Run("baseline", "diff", after);

        Assert.That(check.ExitCode, Is.EqualTo(exit), check.ToString());
        Assert.That(diff.ExitCode, Is.EqualTo(exit), diff.ToString());
        Assert.That(
            check.Output.Contains("CIB025", StringComparison.Ordinal),
            Is.EqualTo(exit == 1)
        );
    }

    [Test]
    public void What_several_runs_differ_by_is_no_growth()
    {
        var runs = new[] { 900L, 1_000L, 1_300L }
            .Select((tokens, i) => _place.Ledger("r" + i, "p" + i, _place.Call("Shop.A", tokens)))
            .ToArray();
        _place.Run(["baseline", "save", .. runs]);

        // Median 1,000, noise 300, tolerance 100.
        var within = _place.Ledger("within", "p8", _place.Call("Shop.A", 1_400));
        var above = _place.Ledger("above", "p9", _place.Call("Shop.A", 1_401));

        Assert.That(_place.Run("check", within).ExitCode, Is.Zero);
        Assert.That(_place.Run("check", above).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_budget_with_a_baseline_needs_its_file()
    {
        var run = _place.Ledger("run", "p1", _place.Call("Shop.A", 1_000));

        var result = _place.Run("check", run);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.Contain("CIB027").And.Contain("cibudget baseline save"));
    }

    [Test]
    public void A_report_shows_the_change_where_there_is_a_baseline_and_needs_none()
    {
        var before = _place.Ledger("before", "p1", _place.Call("Shop.A", 1_000));
        var after = _place.Ledger("after", "p2", _place.Call("Shop.A", 2_000));

        var without = _place.Run("report", after, "--format", "markdown");
        _place.Run("baseline", "save", before);
        var with = _place.Run("report", after, "--format", "markdown");

        Assert.That(without.ExitCode, Is.Zero, without.ToString());
        Assert.That(without.Output, Does.Not.Contain("baseline"));
        Assert.That(with.Output, Does.Contain("Against the baseline: +$0.0200 (+100%)"));
    }

    [Test]
    public void Only_newly_broken_limits_fail_when_that_is_asked()
    {
        _place.Budget("\"test\": { \"cost\": \"$0.01\" }, \"baseline\": { \"onlyNew\": true }");
        var before = _place.Ledger(
            "before",
            "p1",
            _place.Call("Shop.Old", 1_000),
            _place.Call("Shop.New", 10)
        );
        Assert.That(_place.Run("baseline", "save", before).ExitCode, Is.Zero);
        var newlyBroken = _place.Ledger(
            "after",
            "p2",
            _place.Call("Shop.Old", 1_000),
            _place.Call("Shop.New", 1_000)
        );

        Assert.That(_place.Run("check", before).ExitCode, Is.Zero);
        Assert.That(_place.Run("check", newlyBroken).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_run_that_is_known_in_part_only_makes_no_baseline()
    {
        var run = _place.Ledger("run", "p1", _place.OutOfCredit("Shop.A"));

        var result = _place.Run("baseline", "save", run);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(File.Exists(_place.PathOf("cibudget.baseline.json")), Is.False);
    }
}
