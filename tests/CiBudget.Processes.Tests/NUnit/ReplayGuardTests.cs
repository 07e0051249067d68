namespace CiBudget.NUnit.Tests;

/// <summary>Calls that must not leave: nothing of them reaches the server that stands for Claude.</summary>
[TestFixtureSource(nameof(Hosts))]
public sealed class ReplayGuardTests(string host) : ServedFixture
{
    // What happens inside the tests' process does not depend on who runs it.
    private static IEnumerable<string> Hosts =>
        TestEffort.Cases(["MTP, NUnit 4", "VSTest, NUnit 5"], static _ => 0);

    [Test]
    public async Task Offline_a_call_that_no_scenario_covers_is_refused_and_named()
    {
        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Replaying.Uncovered",
            Server,
            RunDirectory(),
            ("CIBUDGET_OFFLINE", "1")
        );

        var refused = run.Entries.Single(entry => entry.Outcome == CallOutcome.Refused);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Not.Zero);
            Assert.That(
                run.Output,
                Does.Contain(
                    $"CIB023: Dummy.Replaying.Uncovered.Calls_the_real_one called {Server}/v1/messages, and this run is offline "
                        + "(CIBUDGET_OFFLINE=1). Put [Replay(\"success\")] or another scenario on the test."
                )
            );
            Assert.That(
                refused.Test!.Name,
                Is.EqualTo("Dummy.Replaying.Uncovered.Calls_the_real_one")
            );
            Assert.That(run.Entries.Count(entry => entry.Replayed), Is.EqualTo(1));
            Assert.That(run.Entries, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task A_budget_file_that_says_never_does_the_same()
    {
        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Replaying.Uncovered",
            Server,
            RunDirectory(),
            ("CIBUDGET_FILE", BudgetFile("""{ "live": "never" }"""))
        );

        Assert.That(run.Output, Does.Contain("this run is offline (\"live\": \"never\" in "));
        Assert.That(
            run.Entries,
            Has.None.Matches<LedgerEntry>(entry => entry is { Replayed: false, Status: not null })
        );
    }

    [TestCase("Dummy.Replaying.Misspelt.")]
    [TestCase("Dummy.Replaying.MisspeltTest.")]
    public async Task An_unknown_scenario_never_goes_live(string fixture)
    {
        var run = await DummyRun.Start(
            host,
            $"FullyQualifiedName~{fixture}",
            Server,
            RunDirectory()
        );

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(
            run.Output,
            Does.Contain("There is no scenario 'paymnt-required'").And.Contain("payment-required")
        );
        Assert.That(
            run.Entries,
            Has.None.Matches<LedgerEntry>(entry => entry.Outcome != CallOutcome.Refused)
        );
    }

    [Test]
    public async Task Switched_off_a_test_with_a_scenario_fails_before_it_calls()
    {
        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Replaying.Uncovered.Is_covered",
            Server,
            RunDirectory(),
            ("CIBUDGET_ENABLED", "false")
        );

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(
            run.Output,
            Does.Contain(
                "[Replay(\"success\")] needs metering, and it is off in this process: CiBudgetEnabled or CIBUDGET_ENABLED is false"
            )
        );
    }
}
