using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class PriceRuleTests
{
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
        var budget = NoLimits with
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
            NoLimits,
            Rule.Unpriced,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB006: no price for cache reads of model 'claude-two': the cost of 1 call is not known, in A. Give the price under \"prices\" in the budget file."
        );
        Assert.That(run.Check(NoLimits).Totals.CostUsd, Is.EqualTo(0.0002m));
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
        var budget = NoLimits with
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
    public void Old_prices_are_warned_of()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1));
        run.Options = run.Options with
        {
            Time = new FixedTime(new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero)),
        };
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty, "sixty days are not old");

        run.Options = run.Options with
        {
            Time = new FixedTime(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        };
        Assert.That(
            run.Findings(NoLimits),
            Is.EqualTo(
                new[]
                {
                    "/repo/cibudget.json: warning CIB015: the price sheet is of 2026-11-01, 61 days ago. Update CiBudget, or give current prices under \"prices\" in the budget file.",
                }
            )
        );
        Assert.That(run.Check(NoLimits).Outcome, Is.EqualTo(Outcome.Within));
        var strict = NoLimits with
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
        var budget = NoLimits with { DeniedModels = [new("claude-new", new(4, 4))] };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json: error CIB006: no price for model 'claude-new': the cost of 1 call is not known, in A. Give the price under \"prices\" in the budget file.",
            "/repo/cibudget.json(4,4): error CIB010: 1 call was made to model 'claude-new', in A, which \"models.deny\" names ('claude-new'). Use another model or change the rule here."
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
        var budget = NoLimits with
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
            run.Findings(NoLimits),
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
            run.Check(NoLimits).Diagnostics.Select(diagnostic => diagnostic.Message.Split(':')[0]),
            Is.EqualTo(new[] { "no price for model 'claude-y'", "no price for model 'claude-z'" })
        );
    }
}
