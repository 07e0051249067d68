using CiBudget.Enforcement.Tests;

namespace CiBudget.NUnit.Tests;

/// <summary>A team's own fake Claude, with its line in the budget file and without. Its one answer is worth $0.002.</summary>
[TestFixtureSource(typeof(DummyRun), nameof(DummyRun.Hosts))]
public sealed class OwnStubTests(string host) : ServedFixture
{
    [Test]
    public async Task What_a_declared_stub_answers_is_replayed_and_costs_nothing()
    {
        var file = BudgetFile(
            $$"""{ "run": { "cost": "$0.00" }, "replayHosts": ["{{new Uri(Server).Authority}}"] }"""
        );

        var (run, verdict) = await Run(file);

        var call = run.Entries.Single(entry => entry.IsCall);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.Output);
            Assert.That((call.Replayed, call.MessageId), Is.EqualTo((true, "msg_stub")));
            Assert.That(verdict, Does.Contain("Within budget").And.Contain("$0.002"));
            Assert.That(verdict, Does.Not.Contain("CIB013"));
        });
    }

    [Test]
    public async Task A_call_to_one_that_nobody_declared_is_red_and_says_what_to_write()
    {
        var file = BudgetFile("""{ "run": { "cost": "$0.00" }, "rules": { "noCalls": "off" } }""");

        var (run, verdict) = await Run(file);

        Assert.Multiple(() =>
        {
            Assert.That(
                run.Entries,
                Has.None.Matches<LedgerEntry>(entry => entry is { IsCall: true, IsNotice: false })
            );
            Assert.That(
                verdict,
                Does.Match($"CIB013(?s:.*)\"{new Uri(Server).Authority}\"\\s+to\\s+\"replayHosts\"")
            );
            Assert.That(verdict, Does.Not.Contain("Within budget"));
        });
    }

    /// <summary>VSTest's gate is the build's or a later command's; a program on Microsoft.Testing.Platform has its own.</summary>
    private async Task<(DummyRun Run, string Verdict)> Run(string budgetFile)
    {
        var directory = RunDirectory();
        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.OwnStub",
            "http://127.0.0.1:9",
            directory,
            ("CIBUDGET_FILE", budgetFile),
            ("TEAM_STUB_URL", Server)
        );
        return (
            run,
            host.StartsWith("MTP", StringComparison.Ordinal)
                ? run.Output
                : Sample.Check(budgetFile, directory).Output
        );
    }
}
