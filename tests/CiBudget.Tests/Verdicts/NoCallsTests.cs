using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class NoCallsTests
{
    [Test]
    public void A_run_without_calls_is_a_verdict_of_its_own()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 0) with { Endpoint = ClaudeEndpoint.Free, Usage = [] });

        Expect(
            run,
            NoLimits,
            Rule.NoCalls,
            Outcome.NoCalls,
            "/repo/cibudget.json: error CIB005: the run made no Claude call, so this budget guards nothing. Set the rule \"noCalls\" to \"off\" if that is right."
        );
        Assert.That(
            run.Check(Budget.Empty).Outcome,
            Is.EqualTo(Outcome.Within),
            "without a budget file nobody expects calls"
        );
        run.Options = run.Options with { RunEnded = false };
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty, "more projects are to come");
        run.Options = run.Options with { RunEnded = true, NoCalls = Severity.Off };
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty);
    }

    [Test]
    public void A_run_without_ledger_was_not_metered()
    {
        using var run = new CheckedRun();

        Expect(
            run,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB016: no test process was metered: there is no ledger in RUN. Run the tests first, or name the folder that their run is in; a test project needs CiBudget.NUnit."
        );
        Assert.That(
            run.Check(
                NoLimits with
                {
                    Rules = new Dictionary<Rule, Severity> { [Rule.NoCalls] = Severity.Off },
                }
            ).Outcome,
            Is.EqualTo(Outcome.Unmeasured),
            "that nothing was measured is no run without calls"
        );
        Assert.That(
            BudgetCheck
                .Run(NoLimits, CheckedRun.Prices, [Path.Combine(run.Path, "none")], run.Options)
                .Outcome,
            Is.EqualTo(Outcome.Unmeasured)
        );
        run.Options = run.Options with { RunEnded = false };
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty);
    }

    [Test]
    public void A_metered_run_without_ledger_ran_no_test()
    {
        using var run = new CheckedRun();
        var gate = new GateExpectation { Gate = "one", Metered = true };
        new GateFolder(run.Path, "1_a").Finish(gate, new());

        Expect(
            run,
            NoLimits,
            Rule.NoCalls,
            Outcome.NoCalls,
            "/repo/cibudget.json: error CIB005: no test ran: the filter may have matched none. There was no Claude call, so this budget guards nothing. Set the rule \"noCalls\" to \"off\" if that is right."
        );
    }

    [Test]
    public void Of_several_directories_one_that_was_metered_is_enough_and_all_are_named_else()
    {
        using var run = new CheckedRun();
        var (one, other) = (Path.Combine(run.Path, "one"), Path.Combine(run.Path, "other"));
        string Message() =>
            BudgetCheck
                .Run(NoLimits, CheckedRun.Prices, [one, other], run.Options)
                .Diagnostics.Single()
                .Message;

        Assert.That(Message(), Does.Contain($"there is no ledger in {one}, {other}. Run"));

        new GateFolder(other, "1_a").Finish(new() { Gate = "one", Metered = true }, new());
        Assert.That(Message(), Does.StartWith("no test ran"));
    }

    [Test]
    public void A_ledger_that_names_no_run_is_no_other_run()
    {
        using var run = new CheckedRun();
        run.Ledger(
            new LedgerProcess
            {
                Id = "p1",
                Shard = 1,
                Run = "a",
            },
            run.Call("A", 1)
        );
        run.Ledger(new LedgerProcess { Id = "p2", Shard = 1 }, run.Call("A", 1));

        Assert.That(run.Findings(NoLimits), Is.Empty);
    }
}
