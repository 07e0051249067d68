using System.Text;

namespace CiBudget.Tests.Verdicts;

public sealed class LimitTests
{
    private static readonly Limit RunCost = new() { Max = 0.50m, Position = new(2, 21) };

    [Test]
    public void A_run_over_its_cost_names_the_line_and_the_top_spenders()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A.B.C", 40_000),
            run.Call("D", 15_000),
            run.Call("E", 6_000),
            run.Call("F", 230)
        );

        var verdict = run.Check(CheckedRun.Budget(RunCost));

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.OverBudget));
        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(2,21): error CIB001: run cost $0.6123 is over the limit of $0.50 by $0.1123 (22 %). Top spenders: A.B.C $0.40, D $0.15, E $0.06. Raise \"run.cost\" here or spend less.",
                }
            )
        );
        var use = verdict.Limits.Single();
        Assert.That(
            (use.Used, use.Broken, use.Over, use.Subject),
            Is.EqualTo((0.6123m, 1, true, (string?)null))
        );
    }

    [Test]
    public void A_limit_that_is_met_exactly_is_near_but_not_broken()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 50_000));

        Assert.That(run.Check(CheckedRun.Budget(RunCost)).Outcome, Is.EqualTo(Outcome.Within));
        Assert.That(run.Check(CheckedRun.Budget(RunCost)).Limits.Single().Broken, Is.Zero);
        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(2,21): warning CIB009: run cost $0.50 is near the limit of $0.50: 100 % of \"run.cost\" is used.",
                }
            )
        );
    }

    [Test]
    public void A_hair_over_the_limit_is_over_and_looks_so()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 50_000),
            run.Call("A", 0) with
            {
                Usage = [new() { Model = "claude-one", CacheReadTokens = 1 }],
            }
        );

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.StartWith(
                "/repo/cibudget.json(2,21): error CIB001: run cost $0.5000001 is over the limit of $0.50 by $0.0000001 (0 %)."
            )
        );
    }

    [TestCase(39_999, false)]
    [TestCase(40_000, true)]
    public void A_warning_comes_from_its_share_on(long output, bool warned)
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", output));

        Assert.That(
            run.Check(CheckedRun.Budget(RunCost))
                .Diagnostics.Any(diagnostic => diagnostic.Code == Codes.NearLimit),
            Is.EqualTo(warned)
        );
        Assert.That(
            run.Check(CheckedRun.Budget(RunCost with { WarnAt = null })).Diagnostics,
            Is.Empty
        );
    }

    [Test]
    public void A_limit_can_warn_or_be_off()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));

        var warned = run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Warn }));
        var off = run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Off }));

        Assert.That(
            (warned.Outcome, warned.Passed, warned.Diagnostics.Single().Severity),
            Is.EqualTo((Outcome.Within, true, Severity.Warn))
        );
        Assert.That(
            (off.Outcome, off.Diagnostics.Count, off.Limits.Single().Over),
            Is.EqualTo((Outcome.Within, 0, true))
        );
    }

    [Test]
    public void Each_test_is_judged_by_itself_and_one_finding_names_the_worst()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 5_000),
            run.Call("B", 3_000),
            run.Call("C", 2_500),
            run.Call("D", 2_100),
            run.Call("E", 2_000)
        );
        run.Ledger("q", run.Call("B", 3_000));

        var budget = CheckedRun.Budget(
            new Limit
            {
                Scope = LimitScope.EachTest,
                Max = 0.02m,
                WarnAt = null,
                Position = new(3, 9),
            }
        );

        Assert.That(
            run.Findings(budget),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(3,9): error CIB001: test B: cost $0.06 is over the limit of $0.02 by $0.04 (200 %). 3 other tests are over it too: A $0.05, C $0.025 and 1 more. Raise \"test.cost\" here or spend less.",
                }
            )
        );
        var use = run.Check(budget).Limits.Single();
        Assert.That((use.Subject, use.Used, use.Broken), Is.EqualTo(("B", 0.06m, 4)));
    }

    [Test]
    public void A_pattern_or_a_category_takes_the_place_of_the_limit_on_each_test()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("Shop.Streaming.Long", 3_000),
            run.Call("Shop.Slow", 0) with
            {
                Test = CheckedRun.Test("Shop.Slow", "Fast", "Slow"),
                Usage = [new() { Model = "claude-one", OutputTokens = 4_000 }],
            },
            run.Call("Shop.Other", 1_000)
        );
        var budget = CheckedRun.Budget(
            new()
            {
                Scope = LimitScope.EachTest,
                Max = 0.02m,
                WarnAt = null,
            },
            new()
            {
                Scope = LimitScope.Tests,
                Pattern = "*.Streaming.*",
                Max = 0.05m,
                WarnAt = null,
            },
            new()
            {
                Scope = LimitScope.Tests,
                Pattern = "category:Slow",
                Max = 0.03m,
                WarnAt = null,
                Position = new(7, 3),
            }
        );

        Assert.That(
            run.Check(budget).Limits.Select(use => (use.Subject, use.Used)),
            Is.EqualTo(
                new[]
                {
                    ("Shop.Other", 0.01m),
                    ("Shop.Streaming.Long", 0.03m),
                    ("Shop.Slow", 0.04m),
                }
            )
        );
        Assert.That(
            run.Findings(budget),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(7,3): error CIB001: test Shop.Slow: cost $0.04 is over the limit of $0.03 by $0.01 (33 %). Raise \"tests['category:Slow'].cost\" here or spend less.",
                }
            )
        );
    }

    [Test]
    public void A_pattern_for_another_metric_leaves_the_limit_on_each_test_in_force()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 3_000));
        var budget = CheckedRun.Budget(
            new() { Scope = LimitScope.EachTest, Max = 0.02m },
            new()
            {
                Scope = LimitScope.Tests,
                Pattern = "A",
                Metric = Metric.Calls,
                Max = 5,
            }
        );

        Assert.That(run.Check(budget).Limits[0].Subject, Is.EqualTo("A"));
    }

    [Test]
    public void Models_are_summed_by_pattern_on_the_wire_id_or_the_plain_one()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 3_000, "claude-one-20261001"),
            run.Call("B", 1_000),
            run.Call("B", 9_000, "claude-two")
        );
        var budget = CheckedRun.Budget(
            new Limit
            {
                Scope = LimitScope.Model,
                Pattern = "claude-one",
                Max = 0.03m,
                Position = new(4, 4),
            }
        );

        Assert.That(
            run.Findings(budget),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(4,4): error CIB001: model claude-one: cost $0.04 is over the limit of $0.03 by $0.01 (33 %). Top spenders: A $0.03, B $0.01. Raise \"models.limits['claude-one'].cost\" here or spend less.",
                }
            )
        );
    }

    // Asked by a profile, a deployment or a snapshot; answered by the bare model.
    [TestCase("us.anthropic.claude-opus-*", "us.anthropic.claude-opus-5-5", "claude-opus-5-5", 2)]
    [TestCase("claude-opus-*", "us.anthropic.claude-opus-5-5", "claude-opus-5-5", 2)]
    [TestCase("claude-opus-5-5", "my-profile", "claude-opus-5-5", 2)]
    [TestCase("my-*", "my-profile", "claude-opus-5-5", 2)]
    [TestCase("claude-opus-*", "my-deployment", "my-deployment", 2)]
    [TestCase("claude-opus-*", "my-deployment", null, 2)]
    [TestCase("eu.anthropic.claude-opus-*", "us.anthropic.claude-opus-5-5", "claude-opus-5-5", 0)]
    [TestCase("my-*", "us.anthropic.claude-opus-5-5", "claude-opus-5-5", 0)]
    public void A_pattern_counts_what_was_asked_for_and_what_answered_once(
        string pattern,
        string asked,
        string? answered,
        int calls
    )
    {
        using var run = new CheckedRun();
        var call = run.Call("A", 100, answered!) with { RequestModel = asked };
        run.Ledger(
            "p",
            call,
            call with
            {
                Id = "again",
                // A second part, by an advisor that nobody asked for.
                Usage = [.. call.Usage, new() { Model = "claude-haiku-4-5", OutputTokens = 1 }],
            },
            run.Call("B", 100, "claude-sonnet-5")
        );
        var budget = BudgetFile.Parse(
            Encoding.UTF8.GetBytes(
                $$$"""
                {
                  "models": { "limits": { "{{{pattern}}}": { "calls": 9, "outputTokens": 900 } } },
                  "prices": { "models": {
                    "my-profile": { "sameAs": "us.anthropic.claude-opus-5-5" },
                    "my-deployment": { "sameAs": "claude-opus-5-5" }
                  } }
                }
                """
            ),
            "cibudget.json"
        );

        var used = BudgetCheck
            .Run(budget, PriceSheet.Embedded, [run.Path], run.Options)
            .Limits.ToDictionary(use => use.Limit.Metric, use => use.Used);

        Assert.That(
            (used[Metric.Calls], used[Metric.OutputTokens]),
            Is.EqualTo(((decimal)calls, 100m * calls))
        );
    }

    [Test]
    public void Calls_without_a_test_have_a_limit_of_their_own()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 3_000), run.Call(null, 10), run.Call(null, 10));
        var budget = CheckedRun.Budget(
            new Limit
            {
                Scope = LimitScope.Unattributed,
                Metric = Metric.Calls,
                Max = 0,
                Position = new(5, 5),
            }
        );

        Assert.That(
            run.Findings(budget),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json(5,5): error CIB001: unattributed calls 2 are over the limit of 0 by 2. Raise \"unattributed.calls\" here or spend less.",
                }
            )
        );
    }

    [TestCase(Metric.InputTokens, 3, "run input tokens 3 are over the limit of 2 by 1 (50 %).")]
    [TestCase(
        Metric.OutputTokens,
        1_207,
        "run output tokens 1,207 are over the limit of 1,206 by 1 (0.1 %)."
    )]
    [TestCase(
        Metric.CacheWriteTokens,
        11,
        "run cache write tokens 11 are over the limit of 10 by 1 (10 %)."
    )]
    [TestCase(
        Metric.CacheReadTokens,
        13,
        "run cache read tokens 13 are over the limit of 12 by 1 (8.3 %)."
    )]
    [TestCase(
        Metric.TotalTokens,
        1_234,
        "run total tokens 1,234 are over the limit of 1,233 by 1 (0.1 %)."
    )]
    [TestCase(Metric.Calls, 4, "run calls 4 are over the limit of 3 by 1 (33 %).")]
    [TestCase(Metric.FailedCalls, 2, "run failed calls 2 are over the limit of 1 by 1 (100 %).")]
    [TestCase(Metric.Retries, 1, "run retries 1 are over the limit of 0 by 1.")]
    [TestCase(
        Metric.RetryShare,
        25,
        "run retry share 25 % is over the limit of 24 % by 1 % (4.2 %)."
    )]
    [TestCase(
        Metric.AttemptsPerPrompt,
        3,
        "run attempts per prompt 3 are over the limit of 2 by 1 (50 %)."
    )]
    public void Every_metric_can_be_limited(Metric metric, int used, string message)
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                PromptHash = "one",
                Usage =
                [
                    new()
                    {
                        Model = "claude-one",
                        InputTokens = 3,
                        CacheWrite5mTokens = 5,
                        CacheWrite1hTokens = 6,
                        CacheReadTokens = 13,
                        OutputTokens = 1_207,
                    },
                ],
            },
            run.Failure("A", 500, FailureKind.ServerError) with
            {
                PromptHash = "one",
            },
            run.Failure("A", 500, FailureKind.ServerError) with
            {
                PromptHash = "one",
                Attempt = 1,
            },
            run.Call("B", 0) with
            {
                PromptHash = "one",
            }
        );

        var budget = CheckedRun.Budget(new Limit { Metric = metric, Max = used - 1 });

        Assert.That(run.Check(budget).Limits.Single().Used, Is.EqualTo(used));
        Assert.That(
            run.Findings(budget).Single(),
            Does.StartWith("/repo/cibudget.json: error CIB001: " + message)
        );
        Assert.That(run.Check(CheckedRun.Budget(new Limit { Metric = metric, Max = used })).Passed);
    }

    [Test]
    public void Replayed_calls_count_only_where_the_budget_says_so()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 3_000) with { Replayed = true }, run.Call("A", 1_000));
        var budget = CheckedRun.Budget(
            new() { Max = 0.02m },
            new()
            {
                Metric = Metric.Calls,
                Max = 1,
                WarnAt = null,
            }
        );

        Assert.That(
            run.Check(budget).Limits.Select(use => use.Used),
            Is.EqualTo(new[] { 0.01m, 1m })
        );
        Assert.That(
            run.Check(budget with { Replayed = ReplayedCalls.Counted })
                .Limits.Select(use => use.Used),
            Is.EqualTo(new[] { 0.04m, 2m })
        );
    }

    [Test]
    public void A_lower_bound_is_marked()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 60_000) with
            {
                Outcome = CallOutcome.Broken,
                Complete = false,
            }
        );

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost))[0],
            Does.Contain("run cost ≥ $0.60 is over the limit of $0.50")
        );
    }

    [Test]
    public void Errors_come_before_warnings_and_the_biggest_overrun_first()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));
        var budget = CheckedRun.Budget(
            new() { Metric = Metric.OutputTokens, Max = 70_000 },
            new()
            {
                Metric = Metric.OutputTokens,
                Max = 50_000,
                Severity = Severity.Warn,
            },
            new() { Max = 0.5m },
            new() { Max = 0.3m },
            new() { Metric = Metric.Calls, Max = 0 }
        );

        Assert.That(
            run.Check(budget)
                .Diagnostics.Select(diagnostic =>
                    (diagnostic.Severity, diagnostic.Code, diagnostic.Message.Split(" by ")[0])
                ),
            Is.EqualTo(
                new[]
                {
                    (Severity.Error, "CIB001", "run calls 1 are over the limit of 0"),
                    (Severity.Error, "CIB001", "run cost $0.60 is over the limit of $0.30"),
                    (Severity.Error, "CIB001", "run cost $0.60 is over the limit of $0.50"),
                    (
                        Severity.Warn,
                        "CIB001",
                        "run output tokens 60,000 are over the limit of 50,000"
                    ),
                    (
                        Severity.Warn,
                        "CIB009",
                        "run output tokens 60,000 are near the limit of 70,000: 85 % of \"run.outputTokens\" is used."
                    ),
                }
            )
        );
    }

    [Test]
    public void Names_from_outside_cannot_break_the_line()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A(\"\n##vso[task.complete]\u001b[31m\u202e\")" + new string('x', 500), 60_000)
        );

        var message = run.Check(CheckedRun.Budget(RunCost)).Diagnostics.Single().Message;

        Assert.That(message.Any(char.IsControl), Is.False);
        Assert.That(message, Does.Not.Contain("##").And.Length.LessThan(500));
    }

    [Test]
    public void Only_the_cost_of_the_dearest_test_decides_whether_a_limit_on_tests_is_a_lower_bound()
    {
        using var run = new CheckedRun();
        LedgerEntry Cut(string test, long output) =>
            run.Call(test, output) with
            {
                Outcome = CallOutcome.Broken,
                Complete = false,
            };
        run.Ledger("p", Cut("A", 3_000), run.Call("B", 2_000), Cut("C", 1_000));
        var each = new Limit { Scope = LimitScope.EachTest, Max = 1m };
        var calls = each with { Metric = Metric.Calls, Max = 9 };
        var named = each with { Scope = LimitScope.Tests };

        Assert.That(
            run.Check(
                    CheckedRun.Budget(
                        each,
                        calls,
                        named with
                        {
                            Pattern = "B",
                        },
                        named with
                        {
                            Pattern = "C",
                        },
                        each with
                        {
                            Scope = LimitScope.Run,
                            Metric = Metric.TotalTokens,
                        },
                        calls with
                        {
                            Scope = LimitScope.Run,
                        }
                    )
                )
                .Limits.Select(use => (use.Subject, use.LowerBound)),
            Is.EqualTo(
                new (string?, bool)[]
                {
                    ("A", true),
                    ("A", false),
                    ("B", false),
                    ("C", true),
                    (null, true),
                    (null, false),
                }
            )
        );
    }

    [Test]
    public void Attempts_are_counted_for_each_prompt_of_each_test()
    {
        using var run = new CheckedRun();
        LedgerEntry Asked(string? test, string prompt, string model = "claude-one") =>
            run.Call(test, 1, model) with
            {
                PromptHash = prompt,
            };
        run.Ledger(
            "p",
            Asked("A", "one"),
            Asked("A", "two"),
            Asked("A", "two", "claude-two"),
            Asked("B", "one"),
            Asked("B", "one"),
            Asked("B", "one"),
            Asked(null, "one"),
            Asked(null, "one"),
            Asked(null, "one"),
            Asked(null, "one"),
            run.Call("C", 1),
            run.Call("C", 1),
            run.Call("C", 1),
            run.Call("C", 1),
            run.Call("C", 1)
        );
        Limit Of(LimitScope scope, string? pattern = null) =>
            new()
            {
                Scope = scope,
                Pattern = pattern,
                Metric = Metric.AttemptsPerPrompt,
                Max = 1,
            };

        Assert.That(
            run.Check(
                    CheckedRun.Budget(
                        Of(LimitScope.Run),
                        Of(LimitScope.EachTest),
                        Of(LimitScope.Tests, "A"),
                        Of(LimitScope.Unattributed),
                        // A's prompts are the only ones of tests that used it; B never did.
                        Of(LimitScope.Model, "claude-two"),
                        Of(LimitScope.Model, "claude-none"),
                        new Limit { Metric = Metric.Calls, Max = 99 }
                    )
                )
                .Limits.Select(use => (use.Used, use.Broken)),
            Is.EqualTo(new[] { (4m, 1), (3m, 1), (2m, 1), (4m, 1), (2m, 1), (0m, 0), (15m, 0) })
        );
    }

    [Test]
    public void Equal_spenders_come_by_name_and_those_that_used_nothing_not_at_all()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("C", 30_000),
            run.Call("B", 30_000),
            run.Call("A", 30_000),
            run.Call(null, 30_000),
            run.Call("Z", 0)
        );
        var one = CheckedRun.Budget(
            new Limit
            {
                Scope = LimitScope.Tests,
                Pattern = "?",
                Max = 1m,
            },
            new Limit
            {
                Scope = LimitScope.Tests,
                Pattern = "Z",
                Max = 0m,
            }
        );

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain("Top spenders: A $0.30, B $0.30, C $0.30. Raise")
        );
        Assert.That(
            run.Check(one).Limits.Select(use => (use.Subject, use.Used, use.Broken, use.Share)),
            Is.All.EqualTo(((string?)null, 0m, 0, 0m))
        );
    }

    [Test]
    public void The_other_test_that_is_over_is_one()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 3), run.Call("B", 2), run.Call("C", 1));

        Assert.That(
            run.Findings(
                CheckedRun.Budget(
                    new Limit
                    {
                        Scope = LimitScope.EachTest,
                        Metric = Metric.OutputTokens,
                        Max = 1,
                    }
                )
            ),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: error CIB001: test A: output tokens 3 are over the limit of 1 by 2 (200 %). 1 other test is over it too: B 2. Raise \"test.outputTokens\" here or spend less.",
                }
            )
        );
    }

    [Test]
    public void Findings_of_one_weight_come_by_their_place()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));
        Limit At(int line, int column) => new() { Max = 0.5m, Position = new(line, column) };

        Assert.That(
            run.Check(CheckedRun.Budget(At(3, 1), At(2, 9), At(2, 3)))
                .Diagnostics.Select(diagnostic => diagnostic.Position),
            Is.EqualTo(new Position[] { new(2, 3), new(2, 9), new(3, 1) })
        );
    }

    [Test]
    public void A_limit_that_is_off_is_not_near_either()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 45_000));

        Assert.That(
            run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Off })).Diagnostics,
            Is.Empty
        );
        Assert.That(
            run.Check(CheckedRun.Budget(RunCost with { Severity = Severity.Warn }))
                .Diagnostics.Single()
                .Code,
            Is.EqualTo(Codes.NearLimit)
        );
    }

    [Test]
    public void A_long_name_is_cut_between_characters()
    {
        using var run = new CheckedRun();
        // The 200th and 201st unit are the two halves of one character.
        run.Ledger("p", run.Call(new string('x', 199) + "😀", 60_000));
        using var fits = new CheckedRun();
        fits.Ledger("p", fits.Call(new string('x', 198) + "😀", 60_000));

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain($" {new string('x', 199)}… $0.60.")
        );
        Assert.That(
            fits.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain($" {new string('x', 198)}😀 $0.60.")
        );
    }

    [Test]
    public void The_biggest_overrun_comes_first_wherever_it_stands()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000));
        Limit At(decimal max, int line) => new() { Max = max, Position = new(line, 1) };

        // 120 % and 200 % of a limit; 75 % and 80 %.
        Assert.That(
            run.Check(
                    CheckedRun.Budget(
                        At(0.5m, 1),
                        At(0.3m, 2),
                        At(0.8m, 3) with
                        {
                            WarnAt = 0.7m,
                        },
                        At(0.75m, 4) with
                        {
                            WarnAt = 0.7m,
                        }
                    )
                )
                .Diagnostics.Select(diagnostic => diagnostic.Position.Line),
            Is.EqualTo(new[] { 2, 1, 4, 3 })
        );
    }

    [Test]
    public void What_was_not_used_at_all_is_near_no_limit()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10));

        Assert.That(
            run.Check(
                CheckedRun.Budget(
                    new Limit
                    {
                        Metric = Metric.Retries,
                        Max = 1,
                        WarnAt = 0m,
                    }
                )
            ).Diagnostics,
            Is.Empty
        );
    }

    [Test]
    public void A_share_has_two_decimals_at_most()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1), run.Call("A", 1), run.Call("A", 1) with { Attempt = 1 });

        Assert.That(
            run.Findings(CheckedRun.Budget(new Limit { Metric = Metric.RetryShare, Max = 12.5m }))
                .Single(),
            Does.Contain("run retry share 33.33 % is over the limit of 12.5 % by 20.83 % (167 %).")
        );
    }

    [Test]
    public void Two_hundred_characters_of_a_name_are_shown()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call(new string('x', 201), 60_000));

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain($" {new string('x', 200)}… $0.60.")
        );
    }

    [Test]
    public void Calls_without_a_test_may_be_the_top_spender()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call(null, 50_000), run.Call("A", 10_000));

        Assert.That(
            run.Findings(CheckedRun.Budget(RunCost)).Single(),
            Does.Contain("Top spenders: unattributed $0.50, A $0.10.")
        );
    }

    [Test]
    public void Who_only_replayed_a_model_spent_nothing_on_it()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 60_000), run.Call("B", 90_000) with { Replayed = true });
        var model = RunCost with { Scope = LimitScope.Model, Pattern = "claude-one" };

        Assert.That(
            run.Findings(CheckedRun.Budget(model)).Single(),
            Does.Contain("cost $0.60 is over").And.Contain("Top spenders: A $0.60.")
        );
    }
}
