namespace CiBudget.NUnit.Tests;

public sealed class BudgetConstraintTests
{
    private static readonly TestSpend Spend = new()
    {
        Totals = new Totals
        {
            Calls = 3,
            FailedCalls = 1,
            Retries = 1,
            InputTokens = 1204,
            CacheWrite5mTokens = 10,
            CacheWrite1hTokens = 5,
            CacheReadTokens = 7,
            OutputTokens = 1802,
            CostUsd = 0.0213m,
        },
    };

    [Test]
    public void What_is_used_up_exactly_is_within() =>
        Assert.That(
            Spend,
            Within.Budget(
                cost: "$0.0213",
                inputTokens: "1204",
                outputTokens: "1802",
                cacheWriteTokens: "15",
                cacheReadTokens: "7",
                totalTokens: "3028",
                calls: 3,
                failedCalls: 1,
                retries: 1
            )
        );

    [Test]
    public void Every_limit_that_is_broken_is_named() =>
        Assert.That(
            Failure(
                Within.Budget(
                    cost: "$0.0212",
                    inputTokens: "1203",
                    outputTokens: "1.8k",
                    cacheWriteTokens: "14",
                    cacheReadTokens: "6",
                    totalTokens: "3k",
                    calls: 2,
                    failedCalls: 0,
                    retries: 0
                ),
                Spend
            ),
            Is.EqualTo([
                "Expected: within $0.0212 and 1,203 input tokens and 1,800 output tokens and 14 cache write tokens and 6 cache read tokens and 3,000 tokens and 2 calls and 0 failed calls and 0 retries",
                "But was:  $0.0213 in 3 calls (1,204 input, 15 cache write, 7 cache read, 1,802 output tokens)",
                "used $0.0213, $0.0001 over its limit of $0.0212",
                "used 1,204 input tokens, 1 over its limit of 1,203",
                "used 1,802 output tokens, 2 over its limit of 1,800",
                "used 15 cache write tokens, 1 over its limit of 14",
                "used 7 cache read tokens, 1 over its limit of 6",
                "used 3,028 tokens, 28 over its limit of 3,000",
                "used 3 calls, 1 over its limit of 2",
                "used 1 failed call, 1 over its limit of 0",
                "used 1 retry, 1 over its limit of 0",
            ])
        );

    [Test]
    public void A_lower_bound_is_marked() =>
        Assert.That(
            Failure(
                Is.WithinBudget("$0.01"),
                Spend with
                {
                    Totals = Spend.Totals with { LowerBound = true },
                }
            ),
            Has.Some.EqualTo("used ≥ $0.0213, $0.0113 over its limit of $0.0100")
        );

    [Test]
    public void What_is_not_known_is_not_within()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Failure(Is.WithinBudget("$1"), Spend with { InFlight = 1 }),
                Has.Some.Contains("1 call had not ended")
            );
            Assert.That(
                Failure(Is.WithinBudget("$1"), Spend with { Unpriced = 2 }),
                Has.Some.Contains("2 calls have no price")
            );
            Assert.That(
                Failure(Within.Budget(outputTokens: "1M"), Spend with { Unmeasured = 1 }),
                Has.Some.Contains("1 call brought no usage")
            );
        });
    }

    [Test]
    public void Tokens_of_a_model_without_a_price_are_known() =>
        Assert.That(Spend with { Unpriced = 1 }, Within.Budget(outputTokens: "1802"));

    [Test]
    public void Switched_off_everything_is_within() =>
        Assert.That(new TestSpend { Metered = false, InFlight = 1 }, Is.WithinBudget("$0"));

    [Test]
    public void A_value_that_cannot_be_read_says_how_to_write_it() =>
        Assert.That(
            () => Within.Budget("0.5"),
            Throws
                .TypeOf<FormatException>()
                .With.Message.Contains("dollars need their sign: write \"$0.5\"")
        );

    [Test]
    public void A_budget_needs_a_limit() =>
        Assert.That(() => Within.Budget(), Throws.ArgumentException);

    [Test]
    public void Only_what_was_used_can_be_within_a_budget() =>
        Assert.That(
            () => Is.WithinBudget("$1").ApplyTo(0.5m),
            Throws.ArgumentException.With.Message.Contains("Claude.Usage")
        );

    private static List<string> Failure(BudgetConstraint constraint, TestSpend spend)
    {
        var result = constraint.ApplyTo(spend);
        Assert.That(result.IsSuccess, Is.False);
        using var writer = new global::NUnit.Framework.Internal.TextMessageWriter();
        result.WriteMessageTo(writer);
        return
        [
            .. writer
                .ToString()
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0),
        ];
    }
}
