using System.Text;

namespace CiBudget.Tests.Limits;

public sealed class LimitBookTests
{
    private const string Path = "cibudget.json";
    private static readonly TestIdentity Test = new() { Name = "A.B.C", Assembly = "A" };

    // claude-opus-5-5: $4 input, $8 one-hour cache write, $20 output per million tokens. A body of 2,000 bytes is held to be
    // 2,000 / 2 + 700 = 1,700 tokens; at the dearest kind 1,700 x $8 = $0.0136; 1,000 tokens of output are $0.02.
    private static readonly PlannedCall Call = new(Test, "claude-opus-5-5", 2000, 1000);

    [Test]
    public void The_worst_case_is_the_dearest_kind_of_prompt_and_all_of_max_tokens()
    {
        var worst = WorstCase.Of(PriceSheet.Embedded, Call.Model, Call.BodyBytes, 1000);

        Assert.That(worst, Is.EqualTo(new WorstCase(1700, 1000, 0.0336m)));
    }

    [Test]
    public void A_long_prompt_is_held_to_the_price_of_its_tier()
    {
        // claude-haiku-5-5 above 100,000 tokens: $1 one-hour cache write, $2.50 output. 200,000 bytes are 100,700 tokens.
        var worst = WorstCase.Of(PriceSheet.Embedded, "claude-haiku-5-5", 200_000, 1000);

        Assert.That(worst.Usd, Is.EqualTo(0.1007m + 0.0025m));
    }

    [Test]
    public void The_refusal_names_limit_used_reserved_asked_and_line()
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");

        var first = book.Reserve(Call, out _);
        var second = book.Reserve(Call, out var refusal);

        Assert.That(first, Is.Not.Null);
        Assert.That(second, Is.Null);
        Assert.That(
            refusal!.Message,
            Is.EqualTo(
                $"CIB024: {Path}(1,20): a call was refused before it left. This call of A.B.C could use $0.0336; of $0.05 in all, "
                    + "$0.00 is used and $0.0336 is reserved by calls in flight. Raise \"run.cost\" there or spend less."
            )
        );
        Assert.That(
            (refusal.Used, refusal.Reserved, refusal.Asked, refusal.Limit.Max),
            Is.EqualTo((0m, 0.0336m, (decimal?)0.0336m, 0.05m))
        );
    }

    [Test]
    public void A_settled_call_leaves_room_for_the_next()
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var first = book.Reserve(Call, out _)!;

        // 100 input tokens at $4 and 10 output tokens at $20 a million: $0.0006.
        book.Settle(first, Answer(input: 100, output: 10));

        Assert.That(book.Reserve(Call, out _), Is.Not.Null);
        book.Reserve(Call, out var refusal);
        Assert.That(refusal!.Used, Is.EqualTo(0.0006m));
    }

    [Test]
    public void What_cannot_be_priced_counts_as_its_worst_case()
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var first = book.Reserve(Call, out _)!;

        book.Settle(first, Answer(100, 10) with { Usage = [] });

        book.Reserve(Call, out var refusal);
        Assert.That(refusal!.Used, Is.EqualTo(0.0336m));
    }

    [TestCase(
        "claude-nobody-knows-1",
        1000L,
        "is for the model 'claude-nobody-knows-1', which has no price"
    )]
    [TestCase("claude-opus-5-5", null, "has no max_tokens")]
    public void A_call_whose_worst_case_is_not_known_is_refused(
        string model,
        long? maxTokens,
        string reason
    )
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");

        book.Reserve(Call with { Model = model, MaxTokens = maxTokens }, out var refusal);

        Assert.That(refusal!.Message, Does.Contain(reason));
    }

    [Test]
    public void Tests_are_counted_each_by_itself()
    {
        using var book = Book("""{ "test": { "calls": 1, "enforce": "stop" } }""");

        Assert.That(book.Reserve(Call, out _), Is.Not.Null);
        Assert.That(book.Reserve(Call, out _), Is.Null);
        Assert.That(
            book.Reserve(Call with { Test = Test with { Name = "A.B.D" } }, out _),
            Is.Not.Null
        );
    }

    [Test]
    public void A_pattern_takes_a_test_out_of_the_limit_on_each_test()
    {
        using var book = Book(
            """{ "test": { "calls": 1, "enforce": "stop" }, "tests": { "A.*": { "calls": 2, "enforce": "stop" } } }"""
        );

        Assert.That(book.Reserve(Call, out _), Is.Not.Null);
        Assert.That(book.Reserve(Call, out _), Is.Not.Null);
        Assert.That(book.Reserve(Call, out _), Is.Null);
    }

    [Test]
    public void A_limit_on_a_model_lets_other_models_pass()
    {
        using var book = Book(
            """{ "models": { "limits": { "claude-opus-*": { "calls": 0, "enforce": "stop" } } } }"""
        );

        Assert.That(book.Reserve(Call, out _), Is.Null);
        Assert.That(book.Reserve(Call with { Model = "claude-haiku-5-5" }, out _), Is.Not.Null);
    }

    [Test]
    public void Limits_that_are_not_enforced_hold_nobody_up()
    {
        var budget = Budget("""{ "run": { "cost": "$0.00" } }""");

        Assert.That(LimitBook.IsNeededFor(budget), Is.False);
    }

    [Test]
    public void The_layout_is_the_same_for_the_same_limits_only()
    {
        var one = Budget("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var same = Budget("""{ "enforce": "stop", "run": { "cost": "$0.05" }, "warnAt": "10%" }""");
        var other = Budget("""{ "run": { "cost": "$0.06", "enforce": "stop" } }""");

        Assert.That(LimitBook.LayoutOf(same), Is.EqualTo(LimitBook.LayoutOf(one)));
        Assert.That(LimitBook.LayoutOf(other), Is.Not.EqualTo(LimitBook.LayoutOf(one)));
    }

    private static LimitBook Book(string json) =>
        new(Budget(json), PriceSheet.Embedded, static _ => new LocalSpend());

    private static Budget Budget(string json) =>
        BudgetFile.Parse(Encoding.UTF8.GetBytes(json), Path);

    private static LedgerEntry Answer(long input, long output) =>
        new()
        {
            Endpoint = ClaudeEndpoint.Messages,
            Outcome = CallOutcome.Answered,
            Status = 200,
            Usage =
            [
                new()
                {
                    Model = "claude-opus-5-5",
                    InputTokens = input,
                    OutputTokens = output,
                },
            ],
        };
}
