namespace CiBudget.NUnit.Tests;

/// <summary>What a run did not do is told by its gate: a scenario that played for nobody, a batch that nobody fetched.</summary>
public sealed class NoticeTests : ServedFixture
{
    private const string Host = "MTP, NUnit 4";
    private const string Unvisited = "FullyQualifiedName~Dummy.Replaying.Unvisited";
    private const string Batches = "FullyQualifiedName~Dummy.Batches.Ordered";

    [TestCase(Unvisited + ".Calls_nobody", 1, Description = "Only tests that ran are judged.")]
    [TestCase(Unvisited, 0)]
    public async Task A_fixtures_scenario_without_a_call_is_an_error(string filter, int diagnostics)
    {
        var run = await Run(filter, RunDirectory());

        Assert.That(
            run.Lines.Where(line =>
                line.Contains(
                    "error CIB042: [Replay(\"success\")] played for no call, in Dummy.Replaying.Unvisited:",
                    StringComparison.Ordinal
                )
            ),
            Has.Exactly(diagnostics).Items,
            run.Output
        );
        Assert.That(run.ExitCode, diagnostics == 0 ? Is.Zero : Is.Not.Zero);
    }

    [Test]
    public async Task A_batch_is_told_by_the_run_that_ordered_it_and_measured_by_the_one_that_fetches_it()
    {
        var ordering = await Run(Batches + ".Orders", RunDirectory());
        var fetching = await Run(Batches + ".Fetches", RunDirectory());

        // The worst case of its one message, at half the price: 1,024 tokens out, and the request's own length in.
        Assert.That(
            ordering.Output,
            Does.Match(
                @"error CIB041: 1 batch was created and the results not fetched, in Dummy\.Batches\.Ordered\.Orders: up to \$0\.00\d+ is spent"
            )
        );
        Assert.That(ordering.Output, Does.Not.Contain("CIB005"), "an order is a call");
        Assert.That(fetching.Output, Does.Not.Contain("CIB041"));
        // $0.001 and $0.001, halved.
        Assert.That(fetching.Output, Does.Contain("$0.0010 spent"));
    }

    [Test]
    public async Task A_batch_that_its_own_run_fetches_is_complete()
    {
        var run = await Run(Batches + ".Does_both", RunDirectory());

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("$0.0010 spent").And.Not.Contain("CIB041"));
    }

    private Task<DummyRun> Run(string filter, string directory) =>
        DummyRun.Start(
            Host,
            filter,
            Server,
            directory,
            (
                "CIBUDGET_FILE",
                BudgetFile("""{ "run": { "cost": "$1" }, "rules": { "openBatches": "error" } }""")
            )
        );
}
