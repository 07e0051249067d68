namespace SupportBot.Tests;

/// <summary>What the bot does when the money runs out.</summary>
public sealed class BillingFailures
{
    [Test]
    [Replay("credit-balance-too-low")]
    public async Task Tells_the_operator_where_to_add_credits()
    {
        var reply = await new Bot().AnswerAsync("Where is my refund?");

        Assert.That(reply, Is.InstanceOf<BotReply.BillingUnavailable>());
        var unavailable = (BotReply.BillingUnavailable)reply;
        Assert.That(
            unavailable.WhereToMend,
            Is.EqualTo(new Uri("https://platform.claude.com/settings/billing"))
        );
        Assert.That(Replay.Calls, Has.Count.EqualTo(1), "a dead account is not asked again");
    }

    [Test]
    [Replay("payment-required")]
    public async Task Asks_once_when_payment_is_required() => await AsksOnce();

    [Test]
    [Replay("billing-error")]
    public async Task Asks_once_when_billing_fails() => await AsksOnce();

    [Test]
    [Replay("monthly-spend-limit")]
    public async Task Asks_once_at_the_monthly_limit() => await AsksOnce();

    [Test]
    [Replay("org-spend-limit")]
    public async Task Asks_once_at_the_organizations_limit() => await AsksOnce();

    [Test]
    [Replay("tier-spend-cap")]
    public async Task Asks_once_at_the_tiers_cap_although_the_sdk_would_repeat_a_429() =>
        await AsksOnce();

    [Test]
    [Replay("rate-limited")]
    public async Task Repeats_what_can_get_better()
    {
        var impatient = new BotOptions { RetryDelay = TimeSpan.Zero };

        Assert.That(
            async () => await new Bot(impatient).AnswerAsync("Where is my refund?"),
            Throws.InstanceOf<Anthropic.Exceptions.AnthropicRateLimitException>()
        );
        Assert.That(Replay.Calls, Has.Count.EqualTo(3));
    }

    [Test]
    [Replay("credit-balance-too-low-mid-stream")]
    public async Task Keeps_what_was_written_before_the_money_ran_out()
    {
        var pieces = new List<string>();

        var reply = await new Bot().StreamAnswerAsync("Tell me about returns.", pieces.Add);

        Assert.That(reply, Is.InstanceOf<BotReply.BillingUnavailable>());
        Assert.That(
            ((BotReply.BillingUnavailable)reply).Partial,
            Is.EqualTo(string.Concat(pieces)).And.Not.Empty
        );
        Assert.That(Replay.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    [Replay("succeed-2-then-402")]
    public async Task Keeps_unanswered_tickets_and_goes_on_once_it_is_paid()
    {
        var tickets = new OpenTickets(new Bot(), ["first", "second", "third", "fourth"]);

        var stopped = await tickets.RunAsync();

        Assert.That(stopped, Is.Not.Null);
        Assert.That(tickets.Answers, Has.Count.EqualTo(2));
        Assert.That(tickets.Pending, Is.EqualTo(new[] { "third", "fourth" }));
        Assert.That(Replay.Calls, Has.Count.EqualTo(3), "it stops at the first refusal");

        Replay.Reset(); // somebody added credits
        Assert.That(await tickets.RunAsync(), Is.Null);
        Assert.That(tickets.Pending, Is.Empty);
    }

    [Test]
    [Replay("opus-refused-haiku-served")]
    public async Task Falls_back_to_a_cheaper_model_where_that_is_allowed()
    {
        var reply = await new Bot(new BotOptions { CheaperModel = "claude-haiku-5-5" }).AnswerAsync(
            "Where is my refund?"
        );

        Assert.That(((BotReply.Answered)reply).Model, Is.EqualTo("claude-haiku-5-5"));
        Assert.That(
            Replay.Calls.Models,
            Is.EqualTo(new[] { "claude-opus-5-5", "claude-haiku-5-5" })
        );
    }

    [Test]
    [Replay("payment-required")]
    public async Task Asks_the_cheaper_model_once_and_then_gives_up()
    {
        var reply = await new Bot(new BotOptions { CheaperModel = "claude-haiku-5-5" }).AnswerAsync(
            "Where is my refund?"
        );

        Assert.That(reply, Is.InstanceOf<BotReply.BillingUnavailable>());
        Assert.That(Replay.Calls, Has.Count.EqualTo(2));
    }

    private static async Task AsksOnce()
    {
        var reply = await new Bot().AnswerAsync("Where is my refund?");

        Assert.That(reply, Is.InstanceOf<BotReply.BillingUnavailable>());
        Assert.That(Replay.Calls, Has.Count.EqualTo(1), "a dead account is not asked again");
    }
}
