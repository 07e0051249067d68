using System.Text;
using CiBudget.Capture;

namespace CiBudget.Enforcement.Tests;

/// <summary>Faults that gateways with budgets were reported for, and message threads, whose body shows the last turn alone.</summary>
public sealed class ReservationTests
{
    private const string Stop = """{ "run": { "cost": "$1", "enforce": "stop" } }""";

    [Test]
    public void A_thread_that_goes_on_may_fill_the_window()
    {
        var worst = WorstOf(
            Body(
                "\"max_tokens\": 1000, \"thread\": {\"type\": \"continue\", \"previous_message_id\": \"msg_1\"}"
            )
        );

        Assert.That((worst.InputTokens, worst.Why), Is.EqualTo((1_000_000L, (string?)null)));
        // $4 x 1.1 a million of input, $20 x 1.1 of output.
        Assert.That(worst.Usd, Is.EqualTo(4.4m + 0.022m));
    }

    [TestCase("claude-opus-4-6", 1_000_000)]
    [TestCase("claude-haiku-5-5", 1_000_000)]
    [TestCase("claude-haiku-4-5", 200_000)]
    [TestCase("us.anthropic.claude-opus-4-5-20251101-v1:0", 200_000)]
    [TestCase("claude-nobody-1", 1_000_000)]
    public void The_window_is_that_of_the_model(string model, long tokens) =>
        Assert.That(
            WorstOf(
                $$$"""{"model": "{{{model}}}", "max_tokens": 10, "messages": [], "thread": {"type": "continue", "previous_message_id": "msg_1"}}"""
            ).InputTokens
                ?? 1_000_000,
            Is.EqualTo(tokens)
        );

    [Test]
    public void A_thread_that_begins_is_its_bytes()
    {
        var body = Body("\"max_tokens\": 1000, \"thread\": {\"type\": \"create\"}");

        Assert.That(WorstOf(body).InputTokens, Is.EqualTo(body.Length + 1000));
    }

    [TestCase("\"thread\": {\"type\": \"continue\", \"previous_message_id\": \"msg_1\"}")]
    [TestCase("\"thread\": {\"type\": \"create\"}")]
    [TestCase("\"stream\": true")]
    public void Without_max_tokens_the_worst_case_is_not_known(string member)
    {
        using var book = Book(Stop);

        var reservation = book.Reserve(Planned(Body(member)), out var refusal);

        Assert.That(reservation, Is.Null);
        Assert.That(refusal!.Message, Does.Contain("has no max_tokens"));
    }

    [TestCase("{\"type\": \"fork\"}")]
    [TestCase("{}")]
    [TestCase("\"continue\"")]
    [TestCase("{\"type\": \"continue\", \"merge\": [\"thread_2\"]}")]
    public void A_thread_of_another_kind_has_no_worst_case(string thread) =>
        Assert.That(
            WorstOf(Body("\"max_tokens\": 1000, \"thread\": " + thread)).Why,
            Does.StartWith("asks for '")
        );

    [Test]
    public void A_prompt_just_above_a_tier_reserves_the_tiers_price()
    {
        // claude-haiku-5-5 in the US: $0.11 a million up to 100,000 tokens, $0.55 above, for the whole prompt.
        static decimal? Usd(long bytes) =>
            WorstCase.Create(PriceSheet.Embedded, "claude-haiku-5-5", bytes, 0).Usd;

        Assert.That(Usd(99_000), Is.EqualTo(0.011m));
        Assert.That(Usd(99_001), Is.EqualTo(0.05500055m));
    }

    [Test]
    public void A_settled_call_of_a_tier_gives_back_what_it_did_not_use()
    {
        using var book = Book("""{ "run": { "cost": "$0.12", "enforce": "stop" } }""");
        var call = new PlannedCall(null, "claude-haiku-5-5", 199_000, 0);

        // 200,000 tokens may cost $0.11, and did cost $0.01: the next one fits again.
        for (var i = 0; i < 2; i++)
        {
            var reserved = book.Reserve(call, out var refusal);
            Assert.That(refusal, Is.Null);
            book.Settle(
                reserved!,
                Answer(new() { Model = "claude-haiku-5-5", InputTokens = 100_000 })
            );
        }
    }

    [Test]
    public void Calls_go_on_until_the_limit_and_not_to_half_of_it()
    {
        // $0.0352 are reserved for each call, and $0.0352 of the dollar are used by each: 28 fit, the 29th does not.
        using var book = Book(Stop);
        var call = new PlannedCall(null, "claude-opus-5-5", 2000, 1000);
        var answer = Answer(
            new()
            {
                Model = "claude-opus-5-5",
                InputTokens = 3000,
                OutputTokens = 1000,
                InferenceGeo = "us",
            }
        );

        for (var i = 0; i < 28; i++)
        {
            var reserved = book.Reserve(call, out var refusal);
            Assert.That(refusal, Is.Null, $"call {i + 1}");
            book.Settle(reserved!, answer);
        }

        Assert.That(book.Reserve(call, out var last), Is.Null);
        Assert.That((last!.Used, last.Reserved), Is.EqualTo((0.9856m, 0m)));
    }

    [Test]
    public void A_call_of_more_than_half_the_limit_may_leave()
    {
        using var book = Book("""{ "run": { "cost": "$0.036", "enforce": "stop" } }""");

        Assert.That(
            book.Reserve(new PlannedCall(null, "claude-opus-5-5", 2000, 1000), out _),
            Is.Not.Null
        );
    }

    private static PricedEntry Answer(Usage usage) =>
        new(
            new()
            {
                Endpoint = ClaudeEndpoint.Messages,
                Status = 200,
                Usage = [usage],
            },
            PriceSheet.Embedded
        );

    private static string Body(string members) =>
        "{\"model\": \"claude-opus-5-5\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], "
        + members
        + "}";

    private static PlannedCall Planned(string body)
    {
        var reader = new DemandReader(RequestDialect.Messages);
        reader.Write(Encoding.UTF8.GetBytes(body));
        var demands = reader.Demands();
        return new(null, demands[0].Model, reader.Length, demands[0].MaxTokens)
        {
            Demands = demands,
        };
    }

    private static WorstCase WorstOf(string body) =>
        WorstCase.Create(PriceSheet.Embedded, Planned(body));

    private static LimitEnforcer Book(string json) =>
        new(
            BudgetFile.Parse(Encoding.UTF8.GetBytes(json), "cibudget.json"),
            PriceSheet.Embedded,
            _ => new LocalSpend()
        );
}
