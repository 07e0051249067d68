using System.Text;
using CiBudget.Capture;

namespace CiBudget.Enforcement.Tests;

public sealed class LimitEnforcerTests
{
    private const string Path = "cibudget.json";
    private static readonly TestIdentity Test = new() { Name = "A.B.C", Assembly = "A" };

    // claude-opus-5-5: $4 input, $20 output per million tokens, 1.1 times that in the US, where the workspace may be. A body of 2,000
    // bytes is 2,000 tokens at the most, and tools may add 1,000: 3,000 x $4.40 = $0.0132; 1,000 tokens of output are $0.022.
    private static readonly PlannedCall Call = new(Test, "claude-opus-5-5", 2000, 1000);

    [Test]
    public void The_worst_case_is_the_longest_prompt_and_all_of_max_tokens()
    {
        var worst = WorstCase.Create(PriceSheet.Embedded, Call.Model, Call.BodyBytes, 1000);

        Assert.That(worst, Is.EqualTo(new WorstCase(3000, 1000, 0.0352m)));
    }

    [Test]
    public void A_long_prompt_is_held_to_the_price_of_its_tier()
    {
        // claude-haiku-5-5 above 100,000 tokens: $0.50 input, $2.50 output, 1.1 times that in the US. 200,000 bytes and 1,000.
        var worst = WorstCase.Create(PriceSheet.Embedded, "claude-haiku-5-5", 200_000, 1000);

        Assert.That(worst.Usd, Is.EqualTo(0.11055m + 0.00275m));
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
                $"CIB024: {Path}(1,20): a call was refused before it left. This call of A.B.C could use $0.0352; of $0.05 in all, "
                    + "$0.00 is used and $0.0352 is reserved by calls in flight. Raise \"run.cost\" there or spend less."
            )
        );
        Assert.That(
            (refusal.Used, refusal.Reserved, refusal.Asked, refusal.Limit.Max),
            Is.EqualTo((0m, 0.0352m, (decimal?)0.0352m, 0.05m))
        );
    }

    [Test]
    public void A_settled_call_leaves_room_for_the_next()
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var first = book.Reserve(Call, out _)!;

        // 100 input tokens at $4 and 10 output tokens at $20 a million: $0.0006.
        book.Settle(first, Priced(Answer(input: 100, output: 10)));

        Assert.That(book.Reserve(Call, out _), Is.Not.Null);
        book.Reserve(Call, out var refusal);
        Assert.That(refusal!.Used, Is.EqualTo(0.0006m));
    }

    [Test]
    public void What_cannot_be_priced_counts_as_its_worst_case()
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var first = book.Reserve(Call, out _)!;

        book.Settle(first, Priced(Answer(100, 10) with { Usage = [] }));

        book.Reserve(Call, out var refusal);
        Assert.That(refusal!.Used, Is.EqualTo(0.0352m));
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
    public void A_limit_on_calls_needs_no_worst_case()
    {
        using var book = Book("""{ "run": { "calls": 1, "enforce": "stop" } }""");

        Assert.That(book.Reserve(Call with { MaxTokens = null }, out _), Is.Not.Null);
        Assert.That(book.Reserve(Call with { MaxTokens = null }, out _), Is.Null);
    }

    [Test]
    public void A_batch_counts_as_its_worst_case_once_it_is_ordered()
    {
        using var book = Book("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        // Half of $0.0352.
        var batch = book.Reserve(Call with { Batch = true }, out _)!;
        var failed = book.Reserve(Call with { Batch = true }, out _)!;

        book.Settle(batch, Created(200));
        book.Settle(failed, Created(400));

        book.Reserve(Call, out var refusal);
        Assert.That((refusal!.Used, refusal.Reserved), Is.EqualTo((0.0176m, 0m)));

        static PricedEntry Created(int status) =>
            Priced(
                new()
                {
                    Endpoint = ClaudeEndpoint.Free,
                    Outcome = CallOutcome.Answered,
                    Status = status,
                    Complete = true,
                }
            );
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

        Assert.That(LimitCounters.AreNeededFor(budget), Is.False);
    }

    [Test]
    public void The_layout_is_the_same_for_the_same_limits_only()
    {
        var one = Budget("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var same = Budget("""{ "enforce": "stop", "run": { "cost": "$0.05" }, "warnAt": "10%" }""");
        var other = Budget("""{ "run": { "cost": "$0.06", "enforce": "stop" } }""");

        Assert.That(LimitCounters.LayoutOf(same), Is.EqualTo(LimitCounters.LayoutOf(one)));
        Assert.That(LimitCounters.LayoutOf(other), Is.Not.EqualTo(LimitCounters.LayoutOf(one)));
    }

    private static LimitEnforcer Book(string json) =>
        new(Budget(json), PriceSheet.Embedded, static _ => new LocalSpend());

    private static Budget Budget(string json) =>
        BudgetFile.Parse(Encoding.UTF8.GetBytes(json), Path);

    private static PricedEntry Priced(LedgerEntry entry) => new(entry, PriceSheet.Embedded);

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
