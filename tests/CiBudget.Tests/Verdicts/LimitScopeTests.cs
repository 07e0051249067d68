using System.Text;
using static CiBudget.Tests.Verdicts.LimitRun;

namespace CiBudget.Tests.Verdicts;

public sealed class LimitScopeTests
{
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
