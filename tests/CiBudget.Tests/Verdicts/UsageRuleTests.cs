using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class UsageRuleTests
{
    [Test]
    public void An_answer_without_usage_is_unmeasured()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call(null, 0) with { Endpoint = ClaudeEndpoint.Complete, Usage = [] });

        Expect(
            run,
            NoLimits,
            Rule.MissingUsage,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB007: 1 call that may have been billed brought no usage, outside any test: the cost is not known. Read answers to their end; where the test is about a call that is cut short, replay it."
        );
    }

    [Test]
    public void An_unknown_counter_is_unmeasured()
    {
        using var run = new CheckedRun();
        var usage = new Usage
        {
            Model = "claude-one",
            UnknownCounters = new Dictionary<string, long> { ["server_tool_use.code_runs"] = 3 },
        };
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Usage = [usage],
            },
            run.Call("B", 0) with
            {
                Usage = [usage],
            }
        );

        Expect(
            run,
            NoLimits,
            Rule.UnknownUsage,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB008: 2 answers counted 'server_tool_use.code_runs', which this version cannot price, first in A. Update CiBudget, or set the rule \"unknownUsage\" to \"warn\"."
        );
    }

    [Test]
    public void An_assumed_lifetime_of_cache_writes_is_said()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10) with
            {
                Usage =
                [
                    new()
                    {
                        Model = "claude-one",
                        CacheWrite5mTokens = 1000,
                        CacheSplitAssumed = true,
                    },
                ],
            }
        );

        Assert.That(
            run.Findings(NoLimits),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB047: 1 answer did not say how long the cache keeps what was written, in A: priced as for 5 minutes; for an hour it costs more. If that is right, set the rule \"assumedLifetime\" to \"off\".",
                }
            )
        );
        Assert.That(
            run.Findings(
                NoLimits with
                {
                    Rules = new Dictionary<Rule, Severity>
                    {
                        [Rule.AssumedLifetime] = Severity.Off,
                    },
                }
            ),
            Is.Empty
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_counter_that_cannot_be_read_is_named(bool isCall)
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                IsCall = isCall,
                MessageId = "msg_1",
                Endpoint = isCall ? ClaudeEndpoint.Messages : ClaudeEndpoint.BatchResults,
                UnreadableCounter = "usage.output_tokens",
                Usage = [],
            },
            run.Call("B", 1)
        );

        Expect(
            run,
            NoLimits,
            Rule.MissingUsage,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB007: 'usage.output_tokens' of 1 answer is missing or no whole number from 0, in A: the cost is not known. Look at what stands between the tests and Claude; a gateway may have changed the answer."
        );
    }

    [Test]
    public void A_message_of_a_batch_without_usage_is_unmeasured()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                IsCall = false,
                MessageId = "msg_1",
                Endpoint = ClaudeEndpoint.BatchResults,
                Usage = [],
            }
        );

        Assert.That(run.Findings(NoLimits), Has.Some.Contains("CIB007"));
    }

    [Test]
    public void A_cut_answer_is_a_lower_bound()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10) with
            {
                Outcome = CallOutcome.Cancelled,
                Complete = false,
            }
        );
        var strict = NoLimits with
        {
            Rules = new Dictionary<Rule, Severity> { [Rule.LowerBound] = Severity.Error },
        };

        Assert.That(
            run.Findings(NoLimits),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB011: the cost of 1 call is a lower bound (≥), since the answer was cut, in A.",
                }
            )
        );
        Assert.That(run.Check(NoLimits).Outcome, Is.EqualTo(Outcome.Within));
        Assert.That(run.Check(strict).Outcome, Is.EqualTo(Outcome.Unmeasured));
    }

    [Test]
    public void Replayed_faults_cost_nothing_and_break_nothing_unless_they_count()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10, "claude-new") with
            {
                Replayed = true,
            },
            run.Call("A", 0) with
            {
                Replayed = true,
                Usage = [],
            },
            run.Call("A", 10) with
            {
                Replayed = true,
                Complete = false,
                Outcome = CallOutcome.Broken,
            },
            run.Failure("A", 402, FailureKind.PaymentRequired) with
            {
                Replayed = true,
                Organization = "other",
            }
        );
        var budget = NoLimits with { Organization = "org", DeniedModels = [new("*", default)] };

        Assert.That(run.Check(budget).Diagnostics, Is.Empty);
        Assert.That(
            run.Check(budget with { Replayed = ReplayedCalls.Counted })
                .Diagnostics.Select(diagnostic => diagnostic.Code),
            Is.EqualTo(
                new[]
                {
                    Codes.Unpriced,
                    Codes.MissingUsage,
                    Codes.ModelNotAllowed,
                    Codes.ModelNotAllowed,
                    Codes.LowerBound,
                }
            )
        );
    }

    [Test]
    public void Two_answers_without_usage_are_counted_together()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("B", 0) with { Usage = [] }, run.Call("A", 0) with { Usage = [] });

        Expect(
            run,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB007: 2 calls that may have been billed brought no usage, first in B: the cost is not known. Read answers to their end; where the test is about a call that is cut short, replay it."
        );
    }

    [TestCase(CallOutcome.Cancelled, null, false)]
    [TestCase(CallOutcome.Failed, null, false)]
    [TestCase(CallOutcome.Cancelled, 200, false)]
    [TestCase(CallOutcome.Broken, 200, false)]
    public void A_call_that_may_have_been_billed_and_brought_no_usage_is_unmeasured(
        CallOutcome outcome,
        int? status,
        bool complete
    )
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Outcome = outcome,
                Status = status,
                Complete = complete,
                EstimatedUsd = 0.8m,
                Usage = [],
            }
        );

        Expect(
            run,
            NoLimits,
            Rule.MissingUsage,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB007: 1 call that may have been billed brought no usage, in A: the cost is not known, but not more than the $0.80 that was reserved. Read answers to their end; where the test is about a call that is cut short, replay it."
        );
    }

    [Test]
    public void Calls_that_left_nothing_to_bill_are_measured_without_usage()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            // No connection; an error in place of an answer, in the head and in the stream; a replayed call, cancelled on purpose.
            run.Call("A", 0) with
            {
                Outcome = CallOutcome.Failed,
                Status = null,
                Usage = [],
            },
            run.Failure("A", 529, FailureKind.Overloaded),
            run.Failure("A", 200, FailureKind.Overloaded) with
            {
                Outcome = CallOutcome.Broken,
            },
            run.Call("A", 0) with
            {
                Outcome = CallOutcome.Cancelled,
                Status = null,
                Complete = false,
                Replayed = true,
                Usage = [],
            }
        );

        Expect(run, Outcome.Within);
    }

    [Test]
    public void Replayed_unknown_counters_are_nothing_to_complain_of()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Replayed = true,
                Usage =
                [
                    new()
                    {
                        Model = "claude-one",
                        UnknownCounters = new Dictionary<string, long> { ["new"] = 1 },
                    },
                ],
            }
        );

        Assert.That(run.Findings(NoLimits), Is.Empty);
    }
}
