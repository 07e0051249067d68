namespace CiBudget.Tests.Verdicts;

/// <summary>Everything but limits: each code, with its text, its severity and what it makes of the run.</summary>
public sealed class RuleTests
{
    private static readonly Budget File = CheckedRun.Budget();

    private static readonly LedgerProcess Process = new() { Id = "p" };

    [Test]
    public void A_model_without_a_price_is_unpriced_and_never_free()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("B", 10, "claude-new"),
            run.Call("A", 10, "claude-new"),
            run.Call("A", 10)
        );
        var budget = File with
        {
            RulePositions = new Dictionary<Rule, Position> { [Rule.Unpriced] = new(9, 9) },
        };

        Expect(
            run,
            budget,
            Rule.Unpriced,
            Outcome.Unmeasured,
            "/repo/cibudget.json(9,9): error CIB006: no price for model 'claude-new': the cost of 2 calls is not known, first in B. Give the price under \"prices\" in the budget file."
        );
        Assert.That(
            run.Check(budget).Totals,
            Is.EqualTo(
                new Totals
                {
                    Calls = 3,
                    OutputTokens = 30,
                    CostUsd = 0.0001m,
                    UnpricedCalls = 2,
                }
            )
        );
    }

    [Test]
    public void A_kind_of_token_without_a_price_leaves_the_other_calls_priced()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10, "claude-two"),
            run.Call("A", 0) with
            {
                Usage =
                [
                    new()
                    {
                        Model = "claude-two",
                        OutputTokens = 10,
                        CacheReadTokens = 5,
                    },
                ],
            }
        );

        Expect(
            run,
            File,
            Rule.Unpriced,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB006: no price for cache reads of model 'claude-two': the cost of 1 call is not known, in A. Give the price under \"prices\" in the budget file."
        );
        Assert.That(run.Check(File).Totals.CostUsd, Is.EqualTo(0.0002m));
    }

    [Test]
    public void Being_over_budget_says_more_than_being_unmeasured()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10, "claude-new"), run.Call("A", 10));

        Assert.That(
            run.Check(CheckedRun.Budget(new Limit { Max = 0.00001m })).Outcome,
            Is.EqualTo(Outcome.OverBudget)
        );
    }

    [Test]
    public void The_budgets_own_price_is_taken()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10, "claude-new"));
        var budget = File with
        {
            Prices =
            [
                new()
                {
                    Model = "claude-new",
                    Prices = new() { Output = 7 },
                },
            ],
            Discount = 0.5m,
        };

        Assert.That(run.Check(budget).Totals.CostUsd, Is.EqualTo(0.000035m));
        Assert.That(run.Check(budget).Outcome, Is.EqualTo(Outcome.Within));
    }

    [Test]
    public void An_answer_without_usage_is_unmeasured()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call(null, 0) with { Endpoint = ClaudeEndpoint.Complete, Usage = [] });

        Expect(
            run,
            File,
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
            File,
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
            run.Findings(File),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB047: 1 answer did not say how long the cache keeps what was written, in A: priced as for 5 minutes; for an hour it costs more. If that is right, set the rule \"assumedLifetime\" to \"off\".",
                }
            )
        );
        Assert.That(
            run.Findings(
                File with
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
            File,
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

        Assert.That(run.Findings(File), Has.Some.Contains("CIB007"));
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
        var strict = File with
        {
            Rules = new Dictionary<Rule, Severity> { [Rule.LowerBound] = Severity.Error },
        };

        Assert.That(
            run.Findings(File),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB011: the cost of 1 call is a lower bound (≥), since the answer was cut, in A.",
                }
            )
        );
        Assert.That(run.Check(File).Outcome, Is.EqualTo(Outcome.Within));
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
        var budget = File with { Organization = "org", DeniedModels = [new("*", default)] };

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
    public void A_process_that_was_killed_leaves_its_ledger_unclosed()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Process))
            writer.Append(run.Call("A", 10));

        Expect(
            run,
            File,
            Rule.UnclosedLedger,
            Outcome.Unmeasured,
            "p.ledger.jsonl(2,1): error CIB012: this process ended without closing its ledger: calls that were in flight are not counted."
        );
        Assert.That(run.Check(File).Totals.Calls, Is.EqualTo(1));
    }

    [Test]
    public void Calls_in_flight_leave_the_ledger_unclosed()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            writer.Append(run.Call("A", 10));
            writer.Close(inFlight: 2, unmetered: 0);
        }

        Expect(
            run,
            File,
            Rule.UnclosedLedger,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB012: 2 calls of this process had not ended when its ledger was closed, and are not counted."
        );
    }

    [Test]
    public void A_torn_last_line_leaves_the_ledger_unclosed()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.AppendAllText(path, "{\"v\":2,\"kind\":\"ca");

        Expect(
            run,
            File,
            Rule.UnclosedLedger,
            Outcome.Unmeasured,
            "p.ledger.jsonl(4,1): error CIB012: this process ended without closing its ledger: calls that were in flight are not counted."
        );
    }

    [Test]
    public void Unmetered_calls_are_always_an_error()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            writer.Append(run.Call("A", 10));
            writer.Close(inFlight: 0, unmetered: 1);
        }

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB013: 1 call left this process for a Claude host without being metered."
        );
    }

    [Test]
    public void A_blind_process_is_always_an_error()
    {
        using var run = new CheckedRun();
        run.Ledger(
            Process with
            {
                Blind = "activity propagation is switched off",
            },
            run.Call("A", 10)
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(1,1): error CIB013: the calls of this process could not be seen: activity propagation is switched off."
        );
    }

    [Test]
    public void Lost_entries_are_always_an_error()
    {
        using var run = new CheckedRun();
        System.IO.File.WriteAllText(
            Path.Combine(run.Path, "p.ledger.jsonl"),
            Closed(
                """{"v":2,"kind":"process","id":"p"}""",
                """{"v":2,"kind":"call","endpoint":"messages","outcome":"answered","status":500,"usage":[]}"""
            )
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB014: 3 calls of this process could not be written here: make room on the disk and see to its access rights."
        );
    }

    [Test]
    public void A_line_that_cannot_be_read_is_named()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllLines(
            path,
            ["rubbish", "rubbish", .. System.IO.File.ReadLines(path)]
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(1,1): error CIB004: this line of the ledger cannot be used: it is not a JSON object (and 1 more line like it). What it stood for is not counted."
        );
    }

    [Test]
    public void A_line_that_went_missing_is_noticed()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10), run.Call("A", 10));
        System.IO.File.WriteAllLines(
            path,
            System.IO.File.ReadLines(path).Where((_, index) => index != 1).ToList()
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB004: this line of the ledger cannot be used: it counts 3 lines, but 2 stand before it. What it stood for is not counted."
        );
    }

    [Test]
    public void A_ledger_without_its_opening_line_is_noticed()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllLines(path, System.IO.File.ReadLines(path).Skip(1).ToList());

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(1,1): error CIB004: this line of the ledger cannot be used: the opening line is missing. What it stood for is not counted."
        );
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Another_schema_is_refused(int version)
    {
        using var run = new CheckedRun();
        System.IO.File.WriteAllText(
            Path.Combine(run.Path, "p.ledger.jsonl"),
            $"{{\"v\":{version},\"kind\":\"process\"}}\n{{\"v\":{version},\"kind\":\"call\"}}\n"
        );

        Expect(
            run,
            Budget.Empty,
            Outcome.Unmeasured,
            $"p.ledger.jsonl(1,1): error CIB017: another version of CiBudget wrote this line: it has schema version {version}; this version of CiBudget reads 2. Check it with that version."
        );
    }

    [Test]
    public void A_run_without_calls_is_a_verdict_of_its_own()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 0) with { Endpoint = ClaudeEndpoint.Free, Usage = [] });

        Expect(
            run,
            File,
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
        Assert.That(run.Check(File).Diagnostics, Is.Empty, "more projects are to come");
        run.Options = run.Options with { RunEnded = true, NoCalls = Severity.Off };
        Assert.That(run.Check(File).Diagnostics, Is.Empty);
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
                File with
                {
                    Rules = new Dictionary<Rule, Severity> { [Rule.NoCalls] = Severity.Off },
                }
            ).Outcome,
            Is.EqualTo(Outcome.Unmeasured),
            "that nothing was measured is no run without calls"
        );
        Assert.That(
            BudgetCheck
                .Run(File, CheckedRun.Prices, [Path.Combine(run.Path, "none")], run.Options)
                .Outcome,
            Is.EqualTo(Outcome.Unmeasured)
        );
        run.Options = run.Options with { RunEnded = false };
        Assert.That(run.Check(File).Diagnostics, Is.Empty);
    }

    [Test]
    public void A_metered_run_without_ledger_ran_no_test()
    {
        using var run = new CheckedRun();
        var gate = new GateExpectation { Gate = "one", Metered = true };
        new GateFolder(run.Path, "1_a").Finish(gate, new());

        Expect(
            run,
            File,
            Rule.NoCalls,
            Outcome.NoCalls,
            "/repo/cibudget.json: error CIB005: no test ran: the filter may have matched none. There was no Claude call, so this budget guards nothing. Set the rule \"noCalls\" to \"off\" if that is right."
        );
    }

    [Test]
    public void Models_that_are_denied_or_not_allowed_are_named_at_their_rule()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 1, "claude-one-20261001"),
            run.Call("B", 1, "claude-two"),
            run.Call("C", 1, "claude-two"),
            run.Call("C", 1, "claude-tall")
        );
        var budget = File with
        {
            AllowedModels = [new("claude-one", new(3, 3)), new("claude-ta*", new(3, 9))],
            DeniedModels = [new("*-tall", new(4, 4))],
        };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json(3,3): error CIB010: 2 calls were made to model 'claude-two', first in B, which \"models.allow\" does not name. Use another model or add it here.",
            "/repo/cibudget.json(4,4): error CIB010: 1 call was made to model 'claude-tall', in C, which \"models.deny\" names ('*-tall'). Use another model or change the rule here."
        );
    }

    [TestCase(
        FailureKind.CreditExhausted,
        "prepaid credit is used up",
        "Add credit or turn on auto-reload: Claude Console, Settings, Billing."
    )]
    [TestCase(
        FailureKind.SpendLimit,
        "a spend limit that your organization set is reached",
        "Raise the limit or wait for its reset: Claude Console, Settings, Limits."
    )]
    [TestCase(
        FailureKind.PaymentRequired,
        "payment is required",
        "Check the payment method and open invoices: Claude Console, Settings, Billing."
    )]
    [TestCase(
        FailureKind.SpendCap,
        "the monthly cap of your usage tier or contract is reached",
        "Ask for a higher tier or wait for the next month: Claude Console, Settings, Limits."
    )]
    public void A_billing_failure_is_an_outage(FailureKind kind, string what, string mend)
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 60_000),
            run.Failure("B", 400, kind),
            run.Failure("C", 400, kind),
            run.Failure("A", 429, FailureKind.RateLimited)
        );

        Expect(
            run,
            File,
            Rule.Outage,
            Outcome.Outage,
            $"/repo/cibudget.json: error CIB020: billing outage: {what}. 2 live calls failed for it, first in B; this run says nothing about the code. {mend}"
        );
        var over = run.Check(CheckedRun.Budget(new Limit { Max = 0.5m }));
        Assert.That(
            (over.Outcome, over.Diagnostics.Count),
            Is.EqualTo((Outcome.Outage, 2)),
            "the broken limit is said too"
        );
    }

    [Test]
    public void Answers_of_another_organization_or_workspace_are_the_wrong_bill()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 1) with
            {
                Organization = "org-1",
                Workspace = "wrk-1",
            },
            run.Call("B", 1) with
            {
                Organization = "org-2",
                Workspace = "wrk-2",
            },
            run.Call("C", 1)
        );
        var budget = File with
        {
            Organization = "org-1",
            OrganizationPosition = new(5, 19),
            Workspace = "wrk-1",
            WorkspacePosition = new(6, 16),
        };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json(5,19): error CIB021: 1 answer came from organization 'org-2', in B, but 'org-1' is expected: wrong key, wrong bill. Use a key of 'org-1' or change \"organization\" here.",
            "/repo/cibudget.json(6,16): error CIB022: 1 answer came from workspace 'wrk-2', in B, but 'wrk-1' is expected: wrong key, wrong bill. Use a key of 'wrk-1' or change \"workspace\" here."
        );
    }

    [Test]
    public void Old_prices_are_warned_of()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1));
        run.Options = run.Options with
        {
            Time = new FixedTime(new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero)),
        };
        Assert.That(run.Check(File).Diagnostics, Is.Empty, "sixty days are not old");

        run.Options = run.Options with
        {
            Time = new FixedTime(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        };
        Assert.That(
            run.Findings(File),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB015: the price sheet is of 2026-11-01, 61 days ago. Update CiBudget, or give current prices under \"prices\" in the budget file.",
                }
            )
        );
        Assert.That(run.Check(File).Outcome, Is.EqualTo(Outcome.Within));
        var strict = File with
        {
            Rules = new Dictionary<Rule, Severity> { [Rule.OldPrices] = Severity.Error },
        };
        Assert.That(
            run.Check(strict).Outcome,
            Is.EqualTo(Outcome.Unmeasured),
            "a broken rule is never exit code 0"
        );
    }

    [Test]
    public void Missing_shards_are_named()
    {
        using var run = new CheckedRun();
        run.Ledger(Process with { Shard = 2 }, run.Call("A", 1));

        Expect(
            run,
            File with
            {
                Shards = 3,
            },
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB018: shards 1, 3 of 3 have no ledger here: what they spent is not known."
        );
        run.Options = run.Options with { Shards = 2 };
        Expect(
            run,
            File with
            {
                Shards = 3,
            },
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB018: shard 1 of 2 has no ledger here: what it spent is not known."
        );
        run.Ledger(Process with { Shard = 1 }, run.Call("A", 1));
        Assert.That(run.Check(File).Diagnostics, Is.Empty);
    }

    [Test]
    public void A_shard_that_says_how_many_there_are_makes_the_others_missed()
    {
        using var run = new CheckedRun();
        run.Ledger(Process with { Shard = 2, Shards = 3 }, run.Call("A", 1));

        Expect(
            run,
            File,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB018: shards 1, 3 of 3 have no ledger here: what they spent is not known."
        );
        run.Options = run.Options with { Shards = 0 };
        Assert.That(run.Check(File).Diagnostics, Is.Empty, "a gate that sees one shard only");
    }

    [Test]
    public void A_shard_whose_job_ran_twice_is_named()
    {
        using var run = new CheckedRun();
        var one = new LedgerProcess { Shard = 1, Shards = 2 };
        run.Ledger(one with { Id = "p1", Run = "monday" }, run.Call("A", 1));
        run.Ledger(one with { Id = "p2", Run = "monday", Shard = 2 }, run.Call("A", 1));
        Assert.That(run.Check(File).Diagnostics, Is.Empty);

        run.Ledger(one with { Id = "p3", Run = "tuesday", Shard = 2 }, run.Call("A", 1));

        Expect(
            run,
            File,
            Outcome.Unmeasured,
            "p3.ledger.jsonl: error CIB019: shard 2 is there with the ledgers of 2 runs: 'monday', 'tuesday'. Keep one, or give them one CIBUDGET_RUN if each did a part of the tests."
        );
    }

    [Test]
    public void Two_ledgers_of_one_process_that_differ_are_named()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10), run.Call("A", 10));
        var lines = System.IO.File.ReadAllLines(path);
        System.IO.File.WriteAllLines(
            Path.Combine(run.Path, "a.ledger.jsonl"),
            [lines[0], lines[1], """{"v":2,"kind":"end","lines":2}"""]
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "a.ledger.jsonl: error CIB019: the ledger of process 'p' is there twice with different content; the other is RUN/p.ledger.jsonl, which was counted. Keep one of them."
        );
        Assert.That(run.Check(File).Totals.Calls, Is.EqualTo(2));
    }

    [TestCase(11, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11")]
    [TestCase(13, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more")]
    public void Ten_missing_shards_are_named_and_the_rest_counted(int shards, string named)
    {
        using var run = new CheckedRun();
        run.Ledger(Process with { Shard = 1, Shards = shards }, run.Call("A", 1));

        Expect(
            run,
            Outcome.Unmeasured,
            $"/repo/cibudget.json: error CIB018: shards {named} of {shards} have no ledger here: what they spent is not known."
        );
    }

    [Test]
    public void What_is_wrong_with_a_shards_ledger_names_the_shard()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Process with { Shard = 1, Shards = 1 }))
        {
            writer.Append(run.Call("A", 10));
            writer.Close(inFlight: 1, unmetered: 2);
        }

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB012: shard 1: 1 call of this process had not ended when its ledger was closed, and is not counted.",
            "p.ledger.jsonl(3,1): error CIB013: shard 1: 2 calls left this process for a Claude host without being metered."
        );
    }

    [TestCase("cba", "3 runs: 'a', 'b', 'c'")]
    [TestCase("dbac", "4 runs: 'a', 'b', 'c' …")]
    public void Three_of_the_runs_of_a_shard_are_named(string runs, string named)
    {
        using var run = new CheckedRun();
        foreach (var name in runs)
            run.Ledger(
                new LedgerProcess
                {
                    Id = "p-" + name,
                    Run = name.ToString(),
                    Shard = 1,
                },
                run.Call("A", 1)
            );

        Expect(
            run,
            Outcome.Unmeasured,
            $"p-{runs[0]}.ledger.jsonl: error CIB019: shard 1 is there with the ledgers of {named}. Keep one, or give them one CIBUDGET_RUN if each did a part of the tests."
        );
    }

    [Test]
    public void A_ledger_that_is_still_written_is_judged_later()
    {
        using var run = new CheckedRun();
        using var running = new LedgerWriter(run.Path, Process);
        running.Append(run.Call("A", 10));
        using (var ended = new LedgerWriter(run.Path, Process with { Id = "q" }))
            ended.Append(run.Call("A", 10));
        run.Options = run.Options with { IsRunning = process => process.Id == "p" };

        Assert.That(
            run.Findings(File),
            Is.EqualTo(
                new[]
                {
                    "q.ledger.jsonl(2,1): error CIB012: this process ended without closing its ledger: calls that were in flight are not counted.",
                }
            )
        );
    }

    [TestCase("A", "B")]
    [TestCase("B", "A")]
    public void Of_calls_that_left_at_once_the_test_that_comes_first_by_name_is_named(
        string first,
        string second
    )
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("C", 10, "claude-new"),
            run.Call(first, 10, "claude-new") with
            {
                Time = CheckedRun.Start.AddSeconds(-1),
            },
            run.Call(second, 10, "claude-new") with
            {
                Time = CheckedRun.Start.AddSeconds(-1),
            }
        );

        Assert.That(
            run.Check(File).Diagnostics.Single().Message,
            Does.Contain("of 3 calls is not known, first in A.")
        );
    }

    [Test]
    public void A_batch_message_without_price_or_of_a_denied_model_is_noticed()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10, "claude-new") with
            {
                IsCall = false,
                Endpoint = ClaudeEndpoint.BatchResults,
                MessageId = "msg_1",
            }
        );
        var budget = File with { DeniedModels = [new("claude-new", new(4, 4))] };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json: error CIB006: no price for model 'claude-new': the cost of 1 call is not known, in A. Give the price under \"prices\" in the budget file.",
            "/repo/cibudget.json(4,4): error CIB010: 1 call was made to model 'claude-new', in A, which \"models.deny\" names ('claude-new'). Use another model or change the rule here."
        );
    }

    [Test]
    public void A_model_that_only_a_part_of_an_answer_came_from_was_called_too()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Usage =
                [
                    new() { Model = "claude-one", OutputTokens = 1 },
                    new() { Model = "claude-two", OutputTokens = 1 },
                ],
            }
        );
        var budget = File with { AllowedModels = [new("claude-one", new(3, 3))] };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json(3,3): error CIB010: 1 call was made to model 'claude-two', in A, which \"models.allow\" does not name. Use another model or add it here."
        );
    }

    private static readonly TestCaseData[] AskedAndAnswered =
    [
        new("claude-one", "claude-one-20261001", new[] { "claude-one" }, Array.Empty<string>(), ""),
        new("claude-one", "claude-one-20261001", new[] { "*-20261001" }, Array.Empty<string>(), ""),
        new("claude-one-20261001", "claude-one", new[] { "*-20261001" }, Array.Empty<string>(), ""),
        new("mine", "claude-one", new[] { "claude-one" }, Array.Empty<string>(), ""),
        new("claude-two", "claude-one", new[] { "*-one", "*-two" }, Array.Empty<string>(), ""),
        new("claude-two", "claude-one", null, new[] { "claude-tall" }, ""),
        new(
            "claude-two",
            "claude-one",
            new[] { "claude-one" },
            Array.Empty<string>(),
            "1 call asked for model 'claude-two', in A, which \"models.allow\" does not name"
        ),
        new(
            "claude-two",
            "claude-one",
            new[] { "claude-two" },
            Array.Empty<string>(),
            "1 call was made to model 'claude-one', in A, which \"models.allow\" does not name"
        ),
        new(
            "claude-next",
            "claude-one",
            new[] { "claude-next" },
            Array.Empty<string>(),
            "1 call was made to model 'claude-one', in A, which \"models.allow\" does not name"
        ),
        new(
            "claude-two",
            "claude-one",
            null,
            new[] { "claude-two" },
            "1 call asked for model 'claude-two', in A, which \"models.deny\" names"
        ),
        new(
            "mine",
            "claude-one",
            null,
            new[] { "mine" },
            "1 call asked for model 'mine', in A, which \"models.deny\" names"
        ),
        new(
            "claude-one",
            "claude-one-20261001",
            null,
            new[] { "claude-one" },
            "1 call was made to model 'claude-one-20261001', in A, which \"models.deny\" names"
        ),
    ];

    [TestCaseSource(nameof(AskedAndAnswered))]
    public void Rules_on_models_hold_for_what_was_asked_and_for_what_answered(
        string asked,
        string answered,
        string[]? allowed,
        string[] denied,
        string finding
    )
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1, answered) with { RequestModel = asked });
        var budget = File with
        {
            AllowedModels = allowed?.Select(pattern => new ModelRule(pattern, new(3, 3))).ToList(),
            DeniedModels = [.. denied.Select(pattern => new ModelRule(pattern, new(4, 4)))],
        };

        var findings = run.Findings(budget)
            .Where(text => text.Contains("CIB010", StringComparison.Ordinal));

        Assert.That(
            findings,
            finding.Length == 0 ? Is.Empty : Is.All.Contains(finding).And.Exactly(1).Items
        );
    }

    [Test]
    public void Where_no_model_is_allowed_every_call_is_named()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1));

        Expect(
            run,
            File with
            {
                AllowedModels = [],
            },
            Outcome.OverBudget,
            "/repo/cibudget.json: error CIB010: 1 call was made to model 'claude-one', in A, which \"models.allow\" does not name. Use another model or add it here."
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
            File,
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

        Expect(run, File, rule, Outcome.Unmeasured, "/repo/cibudget.json: error " + text);
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
            File,
            Rule.UnknownHosts,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB013: 2 requests that look like a Claude call went to claude.shop.test, first in B: nothing of it was measured. Add \"claude.shop.test\" to \"hosts\" in the budget file."
        );
        Assert.That(run.Check(File).Totals.Calls, Is.EqualTo(1));
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
            run.Findings(File),
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
            File,
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

    [Test]
    public void Three_lines_that_cannot_be_read_are_counted()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllLines(
            path,
            [.. System.IO.File.ReadLines(path), "rubbish", "rubbish", "rubbish"]
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(4,1): error CIB004: this line of the ledger cannot be used: it is not a JSON object (and 2 more lines like it). What it stood for is not counted."
        );
    }

    [Test]
    public void A_kind_that_fast_mode_alone_has_no_price_for_is_unpriced_there_alone()
    {
        using var run = new CheckedRun();
        var fast = new Usage
        {
            Model = "claude-x",
            OutputTokens = 1_000_000,
            Speed = "fast",
        };
        LedgerEntry With(Usage usage) => run.Call("A", 0, "claude-x") with { Usage = [usage] };
        run.Ledger(
            "p",
            With(fast),
            With(fast with { CacheReadTokens = 5 }),
            With(fast with { Speed = null, CacheReadTokens = 1_000_000 })
        );
        var rates = new TokenPrices
        {
            Input = 1,
            Output = 10,
            CacheWrite5m = 1,
            CacheWrite1h = 1,
            CacheRead = 2,
        };
        var budget = File with
        {
            Prices =
            [
                new()
                {
                    Model = "claude-x",
                    Prices = rates,
                    Fast = rates with { Output = 100, CacheRead = null },
                },
            ],
        };

        var verdict = run.Check(budget);

        // 100, and 10 + 2
        Assert.That((verdict.Totals.UnpricedCalls, verdict.Totals.CostUsd), Is.EqualTo((1L, 112m)));
    }

    [Test]
    public void An_answer_of_which_the_first_part_has_no_price_is_unpriced()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Usage =
                [
                    new() { Model = "claude-new", OutputTokens = 1 },
                    new() { Model = "claude-one", OutputTokens = 1 },
                ],
            }
        );

        Assert.That(
            run.Findings(File),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: error CIB006: no price for model 'claude-new': the cost of 1 call is not known, in A. Give the price under \"prices\" in the budget file.",
                }
            )
        );
    }

    [Test]
    public void Reasons_of_one_code_come_by_their_text()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1, "claude-z"), run.Call("A", 1, "claude-y"));

        Assert.That(
            run.Check(File).Diagnostics.Select(diagnostic => diagnostic.Message.Split(':')[0]),
            Is.EqualTo(new[] { "no price for model 'claude-y'", "no price for model 'claude-z'" })
        );
    }

    [Test]
    public void Ledgers_come_by_their_names()
    {
        using var run = new CheckedRun();
        foreach (var process in new[] { "q", "p" })
        {
            using var writer = new LedgerWriter(run.Path, Process with { Id = process });
            writer.Append(run.Call("A", 1));
        }

        Assert.That(
            run.Check(File).Diagnostics.Select(diagnostic => Path.GetFileName(diagnostic.File)),
            Is.EqualTo(new[] { "p.ledger.jsonl", "q.ledger.jsonl" })
        );
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

        Assert.That(run.Findings(File), Is.Empty);
    }

    [Test]
    public void A_call_whose_test_cannot_be_read_is_not_counted_and_its_line_is_named()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllText(
            path,
            System
                .IO.File.ReadAllText(path)
                .Replace("\"name\":\"A\"", "\"name\":7", StringComparison.Ordinal)
        );

        Assert.That(
            run.Findings(
                    File with
                    {
                        Rules = new Dictionary<Rule, Severity> { [Rule.NoCalls] = Severity.Off },
                    }
                )
                .Single(),
            Does.StartWith(
                "p.ledger.jsonl(2,1): error CIB004: this line of the ledger cannot be used: "
            )
        );
        Assert.That(run.Check(File).Totals, Is.EqualTo(new Totals()));
    }

    [Test]
    public void An_empty_ledger_has_no_line_to_point_at()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllText(Path.Combine(run.Path, "q.ledger.jsonl"), "");

        Assert.That(run.Findings(File).Single(), Does.StartWith("q.ledger.jsonl: error CIB"));
    }

    [Test]
    public void Of_several_directories_one_that_was_metered_is_enough_and_all_are_named_else()
    {
        using var run = new CheckedRun();
        var (one, other) = (Path.Combine(run.Path, "one"), Path.Combine(run.Path, "other"));
        string Message() =>
            BudgetCheck
                .Run(File, CheckedRun.Prices, [one, other], run.Options)
                .Diagnostics.Single()
                .Message;

        Assert.That(Message(), Does.Contain($"there is no ledger in {one}, {other}. Run"));

        new GateFolder(other, "1_a").Finish(new() { Gate = "one", Metered = true }, new());
        Assert.That(Message(), Does.StartWith("no test ran"));
    }

    [Test]
    public void The_most_shards_that_are_said_are_expected_and_the_budgets_word_is_more()
    {
        using var run = new CheckedRun();
        run.Ledger(
            new LedgerProcess
            {
                Id = "p1",
                Shard = 1,
                Shards = 2,
            },
            run.Call("A", 1)
        );
        run.Ledger(
            new LedgerProcess
            {
                Id = "p2",
                Shard = 2,
                Shards = 3,
            },
            run.Call("A", 1)
        );

        Assert.That(run.Findings(File).Single(), Does.Contain("shard 3 of 3 has no ledger here"));
        Assert.That(
            run.Findings(File with { Shards = 4 }).Single(),
            Does.Contain("shards 3, 4 of 4 have no ledger here")
        );
        Assert.That(run.Findings(File with { Shards = 2 }), Is.Empty);
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

        Assert.That(run.Findings(File), Is.Empty);
    }

    [Test]
    public void Two_ledgers_of_one_process_of_a_shard_name_the_shard()
    {
        using var run = new CheckedRun();
        var path = run.Ledger(Process with { Shard = 2 }, run.Call("A", 10), run.Call("A", 10));
        var lines = System.IO.File.ReadAllLines(path);
        System.IO.File.WriteAllLines(
            Path.Combine(run.Path, "a.ledger.jsonl"),
            [lines[0], lines[1], """{"v":2,"kind":"end","lines":2}"""]
        );
        run.Ledger("q", run.Call("A", 1));

        Assert.That(
            run.Findings(File).Single(),
            Does.StartWith(
                "a.ledger.jsonl: error CIB019: shard 2: the ledger of process 'p' is there twice"
            )
        );
    }

    /// <summary>A ledger of these lines that lost three calls.</summary>
    private static string Closed(params string[] lines)
    {
        var checksum = new LedgerChecksum();
        foreach (var line in lines)
            checksum.Add(System.Text.Encoding.UTF8.GetBytes(line));
        var closing = new LedgerFormat().Closing(0, 0, lost: 3, lines.Length, checksum);
        return string.Concat(lines.Select(line => line + "\n"))
            + System.Text.Encoding.UTF8.GetString(closing.Bytes, 0, closing.Length);
    }

    private static void Expect(CheckedRun run, Outcome outcome, params string[] diagnostics) =>
        Expect(run, File, outcome, diagnostics);

    private static void Expect(
        CheckedRun run,
        Budget budget,
        Outcome outcome,
        params string[] diagnostics
    )
    {
        Assert.That(run.Findings(budget), Is.EqualTo(diagnostics));
        Assert.That(run.Check(budget).Outcome, Is.EqualTo(outcome));
    }

    /// <summary>The diagnostic, and that its rule makes it a warning or takes it away.</summary>
    private static void Expect(
        CheckedRun run,
        Budget budget,
        Rule rule,
        Outcome outcome,
        string diagnostic
    )
    {
        Expect(run, budget, outcome, diagnostic);
        Budget With(Severity severity) =>
            budget with
            {
                Rules = new Dictionary<Rule, Severity> { [rule] = severity },
            };
        Expect(
            run,
            With(Severity.Warn),
            Outcome.Within,
            diagnostic.Replace(": error CIB", ": warning CIB", StringComparison.Ordinal)
        );
        Expect(run, With(Severity.Off), Outcome.Within);
    }
}
