namespace SupportBot.Tests;

[Replay("success?inputTokens=2400&outputTokens=350", LiveWhenAsked = true)]
public sealed class Answers
{
    [TestCase("Where is my refund?")]
    [TestCase("Wo bleibt mein Geld?")]
    [TestCase("¿Dónde está mi pedido?")]
    public async Task Answers_in_the_customers_language(string question)
    {
        var reply = await new Bot().AnswerAsync(question);

        Assert.That(reply, Is.InstanceOf<BotReply.Answered>());
        Assert.That(((BotReply.Answered)reply).Text, Is.Not.Empty);
    }

    [Test]
    public async Task Streams_an_answer_piece_by_piece()
    {
        var pieces = new List<string>();

        var reply = await new Bot().StreamAnswerAsync("Tell me about returns.", pieces.Add);

        Assert.That(reply, Is.InstanceOf<BotReply.Answered>());
        Assert.That(string.Concat(pieces), Is.EqualTo(((BotReply.Answered)reply).Text));
    }

    [Test]
    [ClaudeBudget(Cost = "$0.02", OutputTokens = "1k")]
    public async Task Answers_ordinary_questions_for_less_than_two_cents()
    {
        await new Bot().AnswerAsync("What are your opening hours?");

        Assert.That(Claude.Usage, Within.Budget("$0.02"));
    }

    [Test]
    [Replay("cached-prompt", LiveWhenAsked = true)]
    public async Task Reads_the_handbook_from_the_cache()
    {
        var reply = await new Bot().AnswerFromHandbookAsync(
            "The handbook. " + new string('x', 4000),
            "May I return shoes?"
        );

        Assert.That(reply, Is.InstanceOf<BotReply.Answered>());
    }

    [Test]
    public async Task Answers_a_queue_of_tickets()
    {
        var tickets = new OpenTickets(
            new Bot(),
            Enumerable.Range(1, 5).Select(i => $"Ticket {i}: where is my order?")
        );

        var stopped = await tickets.RunAsync();

        Assert.That(stopped, Is.Null);
        Assert.That(tickets.Answers, Has.Count.EqualTo(5));
    }

    /// <summary>Fails when asked to: a red test and a broken budget are to be seen side by side.</summary>
    [Test]
    public async Task Greets_by_name()
    {
        var reply = await new Bot().AnswerAsync("Hello, I am Ada.");

        Assert.That(
            Environment.GetEnvironmentVariable("SUPPORTBOT_FAIL"),
            Is.Null,
            "SUPPORTBOT_FAIL is set"
        );
        Assert.That(reply, Is.InstanceOf<BotReply.Answered>());
    }
}
