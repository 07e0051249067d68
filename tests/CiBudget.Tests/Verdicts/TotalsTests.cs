namespace CiBudget.Tests.Verdicts;

public sealed class TotalsTests
{
    [Test]
    public void Replayed_calls_are_counted_by_the_host_that_answered()
    {
        using var run = new CheckedRun();
        var replayed = run.Call("A", 1) with { Replayed = true };
        run.Ledger(
            "p",
            run.Call("A", 1),
            replayed,
            replayed with
            {
                Id = "w1",
                ReplayHost = "WireMock.Net",
            },
            replayed with
            {
                Id = "w2",
                ReplayHost = "WireMock.Net",
            }
        );

        var verdict = run.Check(Budget.Empty);

        Assert.That(verdict.Totals.ReplayedCalls, Is.EqualTo(3));
        Assert.That(
            verdict.ReplayHosts,
            Is.EqualTo(new[] { KeyValuePair.Create("WireMock.Net", 2L) })
        );
    }

    [Test]
    public void Every_kind_of_token_is_summed_and_priced()
    {
        using var run = new CheckedRun();
        var usage = new Usage
        {
            Model = "claude-one",
            InputTokens = 1_000_000,
            CacheWrite5mTokens = 100_000,
            CacheWrite1hTokens = 10_000,
            CacheReadTokens = 1_000,
            OutputTokens = 100,
            WebSearchRequests = 2,
        };
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Usage = [usage],
            },
            run.Call("A", 0) with
            {
                Usage =
                [
                    usage,
                    usage with
                    {
                        Model = "claude-two",
                        CacheWrite5mTokens = 0,
                        CacheWrite1hTokens = 0,
                        CacheReadTokens = 0,
                    },
                ],
            }
        );

        var totals = run.Check(Budget.Empty).Totals;

        // claude-one, twice: 1 + 0.2 + 0.03 + 0.0001 + 0.001 + 0.02 = 1.2511; claude-two: 4 + 0.002 + 0.02 = 4.022.
        Assert.That(
            totals,
            Is.EqualTo(
                new Totals
                {
                    Calls = 2,
                    InputTokens = 3_000_000,
                    CacheWrite5mTokens = 200_000,
                    CacheWrite1hTokens = 20_000,
                    CacheReadTokens = 2_000,
                    OutputTokens = 300,
                    WebSearchRequests = 6,
                    CostUsd = 6.5242m,
                }
            )
        );
    }

    [Test]
    public void Each_call_is_priced_in_its_own_tier()
    {
        using var run = new CheckedRun();
        LedgerEntry Tall(long input) =>
            run.Call("A", 0) with
            {
                Usage = [new() { Model = "claude-tall", InputTokens = input }],
            };
        run.Ledger("p", Tall(1000), Tall(1000), Tall(1001));

        // 2,000 tokens at $1 and 1,001 at $2 a million, though together they are above the threshold.
        Assert.That(run.Check(Budget.Empty).Totals.CostUsd, Is.EqualTo(0.002m + 0.002002m));
    }

    [Test]
    public void Calls_failures_retries_and_refusals_are_told_apart()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10),
            run.Failure("A", 529, FailureKind.Overloaded),
            run.Call("A", 10) with
            {
                Attempt = 1,
            },
            run.Call("A", 10) with
            {
                Outcome = CallOutcome.Broken,
                Complete = false,
            },
            run.Call("A", 0) with
            {
                Outcome = CallOutcome.Failed,
                Status = null,
                Usage = [],
            },
            run.Call("A", 0) with
            {
                Outcome = CallOutcome.Refused,
                Status = null,
                Usage = [],
            },
            run.Call("A", 0) with
            {
                Endpoint = ClaudeEndpoint.CountTokens,
                Usage = [new() { InputTokens = 5, Unbilled = UnbilledReason.CountTokens }],
            },
            run.Call("A", 0) with
            {
                Endpoint = ClaudeEndpoint.Free,
                Usage = [],
            },
            run.Call("A", 0) with
            {
                Endpoint = ClaudeEndpoint.BatchResults,
                Usage = [],
            }
        );

        Assert.That(
            run.Check(Budget.Empty).Totals,
            Is.EqualTo(
                new Totals
                {
                    Calls = 5,
                    FailedCalls = 3,
                    Retries = 1,
                    RefusedCalls = 1,
                    OutputTokens = 30,
                    CostUsd = 0.0003m,
                    LowerBound = true,
                }
            )
        );
    }

    [Test]
    public void Replayed_calls_avoid_cost()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 100), run.Call("A", 200) with { Replayed = true });

        var totals = run.Check(Budget.Empty).Totals;

        Assert.That(
            (totals.Calls, totals.ReplayedCalls, totals.OutputTokens),
            Is.EqualTo((2, 1, 300))
        );
        Assert.That((totals.CostUsd, totals.AvoidedUsd), Is.EqualTo((0.001m, 0.002m)));
    }

    [Test]
    public void Tokens_that_are_not_billed_are_not_in_the_sums()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Usage =
                [
                    new()
                    {
                        Model = "claude-one",
                        InputTokens = 5,
                        Unbilled = UnbilledReason.Refusal,
                    },
                ],
            }
        );

        var verdict = run.Check(Budget.Empty);

        Assert.That(verdict.Totals, Is.EqualTo(new Totals { Calls = 1 }));
        Assert.That(verdict.Diagnostics, Is.Empty);
    }

    [Test]
    public void Tests_and_models_come_dearest_first_with_the_unattributed_row()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10), run.Call("B", 30), run.Call(null, 20, "claude-two"));
        run.Ledger(
            "q",
            run.Call("A", 5) with
            {
                Test = CheckedRun.Test("A") with { Repetition = 1 },
            }
        );

        var verdict = run.Check(Budget.Empty);

        Assert.That(
            verdict.Tests.Select(row => (row.Test?.Name, row.Totals.CostUsd)),
            Is.EqualTo(new[] { (null, 0.0004m), ("B", 0.0003m), ("A", 0.00015m) })
        );
        Assert.That(
            verdict.Models.Select(row => (row.Model, row.Totals.Calls, row.Totals.CostUsd)),
            Is.EqualTo(new[] { ("claude-one", 3L, 0.00045m), ("claude-two", 1L, 0.0004m) })
        );
        Assert.That(verdict.Processes, Is.EqualTo(2));
        Assert.That(
            (verdict.FirstCall, verdict.LastCall),
            Is.EqualTo((CheckedRun.Start, CheckedRun.Start.AddSeconds(3)))
        );
    }

    [Test]
    public void A_message_of_a_batch_is_counted_once_and_charged_to_the_first_that_fetched_it()
    {
        using var run = new CheckedRun();
        LedgerEntry Message(string test, string id) =>
            run.Call(test, 0, "claude-tall") with
            {
                IsCall = false,
                Endpoint = ClaudeEndpoint.BatchResults,
                MessageId = id,
                Usage =
                [
                    new()
                    {
                        Model = "claude-tall",
                        OutputTokens = 1000,
                        Batch = true,
                    },
                ],
            };
        var (first, second, again) = (
            Message("A", "msg_1"),
            Message("A", "msg_2"),
            Message("B", "msg_1")
        );
        run.Ledger("z", first, second);
        run.Ledger("a", again, again);

        var verdict = run.Check(Budget.Empty);

        // 1,000 tokens at half of $10 a million, twice.
        Assert.That(
            verdict.Tests.Select(row => (row.Test!.Name, row.Totals.CostUsd)),
            Is.EqualTo(new[] { ("A", 0.01m) })
        );
        Assert.That(verdict.Totals.Calls, Is.Zero);
    }

    [Test]
    public void The_same_file_twice_counts_once()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 100));
        Directory.CreateDirectory(Path.Combine(run.Path, "copy"));
        File.Copy(path, Path.Combine(run.Path, "copy", "other-name.ledger.jsonl"));

        var verdict = BudgetCheck.Run(
            Budget.Empty,
            CheckedRun.Prices,
            [run.Path, Path.Combine(run.Path, "copy")],
            run.Options
        );

        Assert.That(
            (verdict.Totals.Calls, verdict.Processes, verdict.Diagnostics.Count),
            Is.EqualTo((1, 1, 0))
        );
    }

    [Test]
    public void A_hundred_tests_each_keep_their_own_sum()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            [
                .. Enumerable.Range(1, 100).Select(i => run.Call("T" + i, i)),
                .. Enumerable.Range(1, 100).Select(i => run.Call("T" + i, 1_000)),
            ]
        );

        Assert.That(
            run.Check(Budget.Empty)
                .Tests.Select(row => (row.Test!.Name, row.Totals.OutputTokens, row.Totals.Calls)),
            Is.EquivalentTo(Enumerable.Range(1, 100).Select(i => ("T" + i, 1_000L + i, 2L)))
        );
    }

    [Test]
    public void Tests_of_one_name_in_two_assemblies_are_two()
    {
        using var run = new CheckedRun();
        LedgerEntry In(string? assembly, long output) =>
            run.Call("A", output) with
            {
                Test = CheckedRun.Test("A") with { Assembly = assembly },
            };
        run.Ledger("p", In("Two", 10), In("One", 10), In(null, 10), In("Two", 5));

        // Equal ones by assembly.
        Assert.That(
            run.Check(Budget.Empty)
                .Tests.Select(row => (row.Test!.Assembly, row.Totals.OutputTokens)),
            Is.EqualTo(new (string?, long)[] { ("Two", 15), (null, 10), ("One", 10) })
        );
    }

    [Test]
    public void What_lines_say_of_one_test_is_taken_together_whatever_comes_first()
    {
        LedgerEntry Said(CheckedRun run, string? fixture, params string[] categories) =>
            run.Call("A", 10) with
            {
                Test = CheckedRun.Test("A", categories) with { Fixture = fixture },
            };
        using var one = new CheckedRun();
        one.Ledger(
            "p",
            Said(one, null, "Slow"),
            Said(one, "F.B", "Fast", "Slow"),
            Said(one, "F.A", "Fast")
        );
        using var other = new CheckedRun();
        other.Ledger(
            "p",
            Said(other, "F.A", "Fast"),
            Said(other, "F.B", "Slow", "Fast"),
            Said(other, null, "Slow")
        );

        foreach (var run in new[] { one, other })
        {
            var row = run.Check(Budget.Empty).Tests.Single();
            Assert.That(row.Totals.Calls, Is.EqualTo(3));
            Assert.That(row.Test!.Fixture, Is.EqualTo("F.A"));
            Assert.That(row.Test.Categories, Is.EqualTo(new[] { "Fast", "Slow" }));
        }
    }

    [Test]
    public void The_counted_list_price_of_replayed_calls_decides_the_order_too()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 10),
            run.Call("B", 30, "claude-two") with
            {
                Replayed = true,
            }
        );

        var free = run.Check(Budget.Empty);
        var counted = run.Check(Budget.Empty with { Replayed = ReplayedCalls.Counted });

        Assert.That(free.Tests[0].Test!.Name, Is.EqualTo("A"));
        Assert.That(free.Models[0].Model, Is.EqualTo("claude-one"));
        Assert.That(counted.Tests[0].Test!.Name, Is.EqualTo("B"));
        Assert.That(counted.Models[0].Model, Is.EqualTo("claude-two"));
    }

    [Test]
    public void What_costs_the_same_comes_by_tokens_then_by_name()
    {
        using var run = new CheckedRun();
        LedgerEntry Of(string test, string model, long input, long output) =>
            run.Call(test, 0, model) with
            {
                Usage =
                [
                    new()
                    {
                        Model = model,
                        InputTokens = input,
                        OutputTokens = output,
                    },
                ],
            };
        // Ten of input cost what one of output does.
        run.Ledger(
            "p",
            Of("C", "claude-tall", 0, 1),
            Of("B", "claude-one-20261001", 0, 1),
            Of("D", "claude-one", 10, 0)
        );

        var verdict = run.Check(Budget.Empty);

        Assert.That(
            verdict.Tests.Select(row => row.Test!.Name),
            Is.EqualTo(new[] { "D", "B", "C" })
        );
        Assert.That(
            verdict.Models.Select(row => row.Model),
            Is.EqualTo(new[] { "claude-one", "claude-one-20261001", "claude-tall" })
        );
    }

    [Test]
    public void A_call_without_usage_is_one_whose_cost_is_not_known()
    {
        using var run = new CheckedRun();
        var call = run.Call("A", 0) with { Usage = [] };
        run.Ledger("p", call);
        var running = new Totals();
        running.Add(call, CallCost.From(call, CheckedRun.Prices));

        var verdict = run.Check(Budget.Empty);

        Assert.That(running, Is.EqualTo(new Totals { Calls = 1, UnpricedCalls = 1 }));
        Assert.That(verdict.Totals, Is.EqualTo(running));
    }

    [Test]
    public void What_was_reserved_is_summed_beside_what_those_calls_cost()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 100) with
            {
                EstimatedUsd = 0.5m,
            },
            run.Call("A", 200) with
            {
                EstimatedUsd = 0.25m,
            },
            run.Call("A", 400)
        );

        var totals = run.Check(Budget.Empty).Totals;

        Assert.That(
            (totals.ReservedUsd, totals.SettledUsd, totals.CostUsd),
            Is.EqualTo((0.75m, 0.003m, 0.007m))
        );
    }

    [Test]
    public void First_and_last_call_are_by_time_and_not_by_line()
    {
        using var run = new CheckedRun();
        var calls = new[] { run.Call("A", 1), run.Call("A", 1), run.Call("A", 1) };
        run.Ledger("p", calls[1], calls[2], calls[0]);

        var verdict = run.Check(Budget.Empty);

        Assert.That(
            (verdict.FirstCall, verdict.LastCall),
            Is.EqualTo((CheckedRun.Start, CheckedRun.Start.AddSeconds(2)))
        );
    }

    [Test]
    public void Live_and_replayed_calls_are_summed_in_every_number_of_run_test_and_model()
    {
        using var run = new CheckedRun();
        var usage = new Usage
        {
            Model = "claude-one",
            InputTokens = 1,
            CacheWrite5mTokens = 2,
            CacheWrite1hTokens = 3,
            CacheReadTokens = 4,
            OutputTokens = 5,
            WebSearchRequests = 6,
        };
        LedgerEntry[] Calls(bool replayed) =>
            [
                run.Call("A", 0) with
                {
                    Usage = [usage],
                    Attempt = 1,
                    Replayed = replayed,
                },
                run.Failure("A", 529, FailureKind.Overloaded) with
                {
                    Replayed = replayed,
                },
                run.Call("A", 0) with
                {
                    Usage = [],
                    Outcome = CallOutcome.Refused,
                    Status = null,
                    Replayed = replayed,
                },
                run.Call("A", 0) with
                {
                    Usage =
                    [
                        new()
                        {
                            Model = "claude-one",
                            Speed = "ludicrous",
                            OutputTokens = 1,
                        },
                    ],
                    Replayed = replayed,
                },
            ];
        run.Ledger("p", [.. Calls(replayed: false), .. Calls(replayed: true), .. Calls(true)]);

        var verdict = run.Check(Budget.Empty);

        // 1 x 1 + 2 x 2 + 3 x 3 + 4 x 0.10 + 5 x 10 = 64.4 millionths, and six searches at a cent.
        var expected = new Totals
        {
            Calls = 9,
            FailedCalls = 3,
            Retries = 3,
            RefusedCalls = 3,
            ReplayedCalls = 6,
            InputTokens = 3,
            CacheWrite5mTokens = 6,
            CacheWrite1hTokens = 9,
            CacheReadTokens = 12,
            OutputTokens = 18,
            WebSearchRequests = 18,
            CostUsd = 0.0600644m,
            AvoidedUsd = 0.1201288m,
            // What is replayed needs no price unless it is counted.
            UnpricedCalls = 1,
        };
        var counted = Budget.Empty with { Replayed = ReplayedCalls.Counted };
        Assert.That(verdict.Totals, Is.EqualTo(expected));
        Assert.That(verdict.Tests.Single().Totals, Is.EqualTo(expected));
        Assert.That(verdict.Models.Single().Totals, Is.EqualTo(expected));
        Assert.That(run.Check(counted).Totals, Is.EqualTo(expected with { UnpricedCalls = 3 }));
    }

    [Test]
    public void What_two_tests_cut_is_a_lower_bound_of_both_and_of_the_run()
    {
        using var run = new CheckedRun();
        LedgerEntry Cut(string test) =>
            run.Call(test, 10) with
            {
                Outcome = CallOutcome.Broken,
                Complete = false,
                EstimatedUsd = 0.5m,
            };
        run.Ledger("p", Cut("A"), Cut("B"));

        var verdict = run.Check(Budget.Empty);

        Assert.That(
            verdict
                .Tests.Select(row => row.Totals)
                .Select(row => (row.LowerBound, row.ReservedUsd, row.SettledUsd)),
            Is.EqualTo(new[] { (true, 0.5m, 0.0001m), (true, 0.5m, 0.0001m) })
        );
        Assert.That(verdict.Totals.LowerBound, Is.True);
    }

    [Test]
    public void Calls_of_one_model_are_priced_each_by_its_own_modifiers()
    {
        using var run = new CheckedRun();
        var plain = new Usage { Model = "claude-x", OutputTokens = 1_000_000 };
        LedgerEntry With(Usage usage) => run.Call("A", 0, "claude-x") with { Usage = [usage] };
        run.Ledger(
            "p",
            With(plain),
            With(plain with { Batch = true }),
            With(plain with { InferenceGeo = "us" }),
            With(plain with { Speed = "fast" }),
            With(plain with { ServiceTier = "batch" }),
            With(plain)
        );
        var rates = new TokenPrices
        {
            Input = 1,
            Output = 10,
            CacheWrite5m = 1,
            CacheWrite1h = 1,
            CacheRead = 1,
        };
        var budget = Budget.Empty with
        {
            Prices =
            [
                new()
                {
                    Model = "claude-x",
                    Prices = rates,
                    Fast = rates with { Output = 100 },
                    BatchMultiplier = 0.5m,
                    UsInferenceMultiplier = 1.1m,
                },
            ],
        };

        // 10 + 5 + 11 + 100 + 5 + 10
        Assert.That(run.Check(budget).Totals.CostUsd, Is.EqualTo(141m));
    }

    [Test]
    public void A_usage_that_names_no_model_is_of_the_calls_model()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0, "claude-two") with
            {
                Usage = [new() { OutputTokens = 1_000_000 }],
            },
            run.Call("A", 0, "claude-one") with
            {
                Usage =
                [
                    new() { Model = "claude-one", OutputTokens = 1_000_000 },
                    new() { InputTokens = 1_000_000 },
                ],
            }
        );

        // 20, and 10 + 1
        Assert.That(
            run.Check(Budget.Empty).Models.Select(row => (row.Model, row.Totals.CostUsd)),
            Is.EqualTo(new[] { ("claude-two", 20m), ("claude-one", 11m) })
        );
    }
}
