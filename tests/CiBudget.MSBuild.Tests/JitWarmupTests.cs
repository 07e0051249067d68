namespace CiBudget.MSBuild.Tests;

public sealed class JitWarmupTests
{
    [Test]
    public void The_run_beside_the_task_is_read_whole()
    {
        var verdict = JitWarmup.Run(Budget.Empty);

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Processes, Is.EqualTo(1));
            Assert.That(verdict.Totals.Calls, Is.EqualTo(4));
            Assert.That(verdict.Tests, Has.Count.EqualTo(2));
            Assert.That(verdict.Models, Has.Count.GreaterThanOrEqualTo(2));
            // A refusal, the credit that ran out, and the stream that was cut; nothing is wrong with the ledger.
            Assert.That(
                verdict.Diagnostics.Select(diagnostic => diagnostic.Code),
                Is.EqualTo(new[] { Codes.Outage, Codes.Outage, Codes.LowerBound })
            );
        });
    }

    [Test]
    public async Task It_is_played_once_and_its_spend_is_no_run_s()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        var first = JitWarmup.Start(Budget.Empty);
        await first;

        Assert.That(JitWarmup.Start(Budget.Empty), Is.SameAs(first));
        Assert.That(run.Check(prepared).Execute(), Is.False);
        Assert.That(run.Engine.Findings.Single(), Does.Contain("error CIB005"));
    }
}
