namespace CiBudget.NUnit.Tests;

/// <summary>One call of $0.002 in each of these runs.</summary>
[TestFixtureSource(typeof(DummyRun), nameof(DummyRun.TestingPlatformHosts))]
public sealed class TestingPlatformGateTests(string host) : ServedFixture
{
    private const string OneCall = "FullyQualifiedName~Dummy.Limited.OfATest.Exactly";

    [Test]
    public async Task A_run_within_its_budget_is_green_and_shows_the_report()
    {
        var file = BudgetFile("""{ "run": { "cost": "$0.002" } }""");

        var run = await DummyRun.Start(
            host,
            OneCall,
            Server,
            RunDirectory(),
            ("CIBUDGET_FILE", file)
        );

        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.Output);
            Assert.That(run.Output, Does.Contain("Within budget"));
        });
    }

    [Test]
    public async Task A_run_over_its_budget_has_one_failed_test_more_that_names_the_line()
    {
        var file = BudgetFile("{\n  \"run\": { \"cost\": \"$0.001\" }\n}");

        var run = await DummyRun.Start(
            host,
            OneCall,
            Server,
            RunDirectory(),
            ("CIBUDGET_FILE", file)
        );

        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
            Assert.That(run.Lines, Has.Some.Match("^failed Token budget"));
            Assert.That(
                run.Lines.Where(line => line.StartsWith(file + "(2,20): error CIB001: ")),
                Has.Exactly(1).Items,
                run.Output
            );
            Assert.That(
                run.Lines.Where(line => line == "CiBudget: OVER BUDGET"),
                Has.Exactly(1).Items,
                "the report comes with the failed test"
            );
        });
    }

    [Test]
    public async Task Every_program_of_the_run_counts()
    {
        var directory = RunDirectory();
        var file = BudgetFile("""{ "run": { "cost": "$0.003" } }""");

        var first = await DummyRun.Start(host, OneCall, Server, directory, ("CIBUDGET_FILE", file));
        var second = await DummyRun.Start(
            host,
            OneCall,
            Server,
            directory,
            ("CIBUDGET_FILE", file)
        );

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 2)), second.Output);
    }

    [Test]
    public async Task A_budget_file_that_is_not_valid_fails_the_run_at_its_place()
    {
        var file = BudgetFile("""{ "run": { "cots": "$1" } }""");

        var run = await DummyRun.Start(
            host,
            OneCall,
            Server,
            RunDirectory(),
            ("CIBUDGET_FILE", file)
        );

        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
            Assert.That(run.Lines, Has.Some.StartsWith(file + "(1,12): error CIB003: "));
            // It may have said that nothing is to be spent.
            Assert.That(
                run.Entries.Select(entry => entry.Outcome),
                Is.EqualTo(new[] { CallOutcome.Refused })
            );
        });
    }

    [Test]
    public async Task A_ledger_that_cannot_be_written_fails_the_run_and_no_test()
    {
        var file = BudgetFile("""{ "run": { "cost": "$1" } }""");

        var run = await DummyRun.Start(
            host,
            OneCall,
            Server,
            directory: Path.Combine(file, "is-no-folder"),
            ("CIBUDGET_FILE", file),
            ("CIBUDGET_NO_CALLS", "off")
        );

        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
            Assert.That(
                run.Lines,
                Has.Some.StartsWith(
                    "CiBudget: error CIB014: 1 call of this test program is not in its ledger"
                )
            );
            Assert.That(run.Lines, Has.Some.Match("succeeded: +1\\b"));
        });
    }

    [TestCase("CIBUDGET_NO_CALLS", "error", 2)]
    [TestCase("CIBUDGET_NO_CALLS", "off", 0)]
    public async Task A_run_without_calls_is_judged_when_there_is_a_budget(
        string name,
        string value,
        int exitCode
    )
    {
        var file = BudgetFile("""{ "run": { "cost": "$1" } }""");

        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Silent",
            Server,
            RunDirectory(),
            ("CIBUDGET_FILE", file),
            (name, value)
        );

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Output);
    }

    [Test]
    public async Task Listing_tests_meters_nothing_and_judges_nothing()
    {
        var directory = RunDirectory();
        var file = BudgetFile("""{ "run": { "cost": "$1" } }""");

        var run = await DummyRun.Start(
            host,
            OneCall,
            Server,
            directory,
            ["--list-tests"],
            ("CIBUDGET_FILE", file)
        );

        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.Output);
            Assert.That(Directory.Exists(directory), Is.False);
        });
    }

    [Test]
    public async Task Switched_off_nothing_is_metered_and_no_limit_holds()
    {
        var directory = RunDirectory();
        var file = BudgetFile("""{ "run": { "cost": "$0.001" } }""");

        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Limited.OfATest.Over",
            Server,
            directory,
            ("CIBUDGET_FILE", file),
            ("CIBUDGET_ENABLED", "false")
        );

        Assert.Multiple(() =>
        {
            // Over_and_wrong still fails for its own reason.
            Assert.That(
                run.Lines,
                Has.Some.Match("failed: +1\\b").And.Some.Match("succeeded: +1\\b"),
                run.Output
            );
            Assert.That(Directory.Exists(directory), Is.False);
        });
    }
}
