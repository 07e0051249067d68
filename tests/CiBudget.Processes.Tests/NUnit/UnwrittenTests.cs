namespace CiBudget.NUnit.Tests;

/// <summary>
/// A process that can leave no ledger beside others that can: the gate takes theirs for the whole run, so this process's own tests
/// must fail. On Microsoft.Testing.Platform the process has a gate of its own; see <see cref="TestingPlatformGateTests"/>.
/// </summary>
[TestFixtureSource(typeof(DummyRun), nameof(DummyRun.VSTestHosts))]
public sealed class UnwrittenTests(string host) : ServedFixture
{
    [TestCase("Dummy.Limited.OfATest.Exactly", 1)]
    [TestCase("Dummy.Silent", 0, Description = "nothing is lost where nothing was called")]
    public async Task Calls_that_are_in_no_ledger_fail_the_run(string filter, int exitCode)
    {
        var file = BudgetFile("""{ "run": { "cost": "$1" } }""");

        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~" + filter,
            Server,
            directory: Path.Combine(file, "is-no-folder"),
            ("CIBUDGET_FILE", file)
        );

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Output);
        Assert.That(
            run.Output,
            exitCode == 0
                ? Does.Not.Contain("CIB014")
                : Does.Contain("CIB014: 1 of this process's Claude calls are in no ledger")
        );
    }
}
