namespace CiBudget.Tests.Verdicts;

/// <summary>What was reserved is reported beside what was used.</summary>
public sealed class ReservedTests
{
    [Test]
    public void The_estimate_of_a_call_is_in_its_ledger()
    {
        using var run = new CheckedRun();
        var path = run.Ledger(
            "p",
            run.Call("A", 100) with
            {
                EstimatedUsd = 0.0336000000001m,
            },
            run.Call("A", 100)
        );

        Assert.That(
            LedgerReader.Read(path).Select(entry => entry.EstimatedUsd),
            Is.EqualTo(new decimal?[] { 0.0336000000001m, null })
        );
    }

    [Test]
    public void Reserved_is_summed_over_live_calls_and_reported_beside_what_was_used()
    {
        using var run = new CheckedRun();
        // 1,000 output tokens at $10 a million are $0.01 a call.
        run.Ledger(
            "p",
            run.Call("A", 1000) with
            {
                EstimatedUsd = 0.05m,
            },
            run.Call("B", 1000) with
            {
                EstimatedUsd = 0.07m,
            },
            run.Call("B", 1000) with
            {
                EstimatedUsd = 1m,
                Replayed = true,
            },
            // No limit concerned it, so nothing was reserved for it.
            run.Call("B", 500)
        );

        var verdict = run.Check(CheckedRun.Budget());

        Assert.That(
            (verdict.Totals.ReservedUsd, verdict.Totals.SettledUsd, verdict.Totals.CostUsd),
            Is.EqualTo((0.12m, 0.02m, 0.025m))
        );
        Assert.That(
            ConsoleReport.Render(verdict, 120, color: false).Split('\n'),
            Has.Some.EqualTo("Enforced while it ran: reserved $0.1200 for calls that used $0.0200")
        );
    }

    [Test]
    public void Without_enforcement_nothing_is_said_of_it()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1000));

        Assert.That(
            ConsoleReport.Render(run.Check(CheckedRun.Budget()), 120, color: false),
            Does.Not.Contain("reserved")
        );
    }

    [TestCase("-1")]
    [TestCase("1e99")]
    [TestCase("\"1\"")]
    public void An_estimate_that_is_none_is_a_fault_of_its_line(string value)
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 1000) with { EstimatedUsd = 0.5m });
        File.WriteAllText(
            path,
            File.ReadAllText(path)
                .Replace(
                    "\"estimatedUsd\":0.5",
                    "\"estimatedUsd\":" + value,
                    StringComparison.Ordinal
                )
        );
        var problems = new List<LedgerProblem>();

        Assert.That(LedgerReader.Read(path, problems.Add), Is.Empty);
        Assert.That(problems, Has.Count.EqualTo(1));
    }
}
