using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class NoticeTests
{
    [TestCase(
        Codes.Offline,
        Rule.OfflineCalls,
        "CIB023: 2 calls were refused before leaving, first in B, because the run is offline. Put [Replay(\"success\")] or another scenario on the test, or allow live calls."
    )]
    [TestCase(
        Codes.Refused,
        Rule.RefusedCalls,
        "CIB024: 2 calls were refused before leaving, first in B, because a limit that is enforced had no room for the most that they could cost. Spend less, or raise the limit."
    )]
    [TestCase(
        Codes.Stray,
        Rule.RefusedCalls,
        "CIB044: 2 calls were refused before leaving, first in B. What the call got instead of an answer says why."
    )]
    public void Calls_that_were_refused_are_told(string code, Rule rule, string text)
    {
        using var run = new CheckedRun();
        LedgerEntry Refused(string test) =>
            run.Call(test, 0) with
            {
                Outcome = CallOutcome.Refused,
                Status = null,
                Code = code,
                Usage = [],
            };
        run.Ledger("p", Refused("B"), Refused("A"));

        Expect(run, NoLimits, rule, Outcome.Unmeasured, "/repo/cibudget.json: error " + text);
    }

    [Test]
    public void A_refusal_for_an_outage_is_told_as_the_outage_alone()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Outcome = CallOutcome.Refused,
                Status = null,
                Code = Codes.Outage,
                Usage = [],
            }
        );

        Expect(run, Outcome.Within);
    }

    [Test]
    public void Requests_to_unknown_hosts_are_told()
    {
        using var run = new CheckedRun();
        LedgerEntry Elsewhere(string test) =>
            run.Call(test, 0) with
            {
                IsNotice = true,
                Code = Codes.Unmeasured,
                Host = "claude.shop.test",
                Usage = [],
            };
        run.Ledger("p", run.Call("A", 10), Elsewhere("B"), Elsewhere("A"));

        Expect(
            run,
            NoLimits,
            Rule.UnknownHosts,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB013: 2 requests that look like a Claude call went to claude.shop.test, first in B: nothing of it was measured. Add \"claude.shop.test\" to \"hosts\" in the budget file."
        );
        Assert.That(run.Check(NoLimits).Totals.Calls, Is.EqualTo(1));
    }

    [TestCase("localhost:8080")]
    [TestCase("127.0.0.1:8080")]
    [TestCase("[::1]:8080")]
    public void An_unknown_host_of_this_machine_may_be_a_fake(string host)
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                IsNotice = true,
                Code = Codes.Unmeasured,
                Host = host,
                Usage = [],
            }
        );

        Assert.That(
            run.Findings(NoLimits),
            Has.Some.EndsWith(
                $"Add \"{host}\" to \"replayHosts\" in the budget file if it is a fake Claude of your own, else to \"hosts\"."
            )
        );
    }

    [Test]
    public void A_scenario_of_a_fixture_that_got_no_call_is_told()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10),
            new LedgerEntry
            {
                IsNotice = true,
                Code = Codes.UnusedReplay,
                Scenario = "payment-required",
                Test = CheckedRun.Test("Fixture"),
            }
        );

        Expect(
            run,
            NoLimits,
            Rule.UnusedReplay,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB042: [Replay(\"payment-required\")] played for no call, in Fixture: the tests below it prove nothing about it. Take it away, or say Unused = true."
        );
    }

    [Test]
    public void A_batch_whose_results_were_not_fetched_is_an_open_order()
    {
        using var run = new CheckedRun();
        LedgerEntry Batch(string test, string id, ClaudeEndpoint endpoint) =>
            run.Call(test, 0) with
            {
                Endpoint = endpoint,
                MessageId = id,
                Usage = [],
            };
        // The results of one are in another process's ledger, read first.
        run.Ledger("a", Batch("C", "msgbatch_1", ClaudeEndpoint.BatchResults));
        run.Ledger(
            "p",
            run.Call("A", 10),
            Batch("A", "msgbatch_1", ClaudeEndpoint.BatchCreation),
            Batch("B", "msgbatch_2", ClaudeEndpoint.BatchCreation) with
            {
                EstimatedUsd = 0.25m,
            },
            Batch("B", "msgbatch_3", ClaudeEndpoint.BatchCreation) with
            {
                Replayed = true,
            }
        );

        Expect(
            run,
            Outcome.Within,
            "/repo/cibudget.json: warning CIB041: 1 batch was created and the results not fetched, in B: up to $0.25 is spent that this run did not measure. Fetch the results in the run."
        );
    }
}
