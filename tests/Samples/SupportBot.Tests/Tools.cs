namespace SupportBot.Tests;

public sealed class Tools
{
    [Test]
    [Replay("scenarios/order-look-up.json", LiveWhenAsked = true)]
    public async Task Finds_the_order_that_a_customer_means()
    {
        var order = await new Bot().FindOrderAsync(
            "My parcel A-1042 never came. What is its status?"
        );

        Assert.That(order, Is.EqualTo("A-1042"));
    }

    [Test]
    [Replay("batch-results")]
    public async Task Reads_the_summaries_of_a_finished_batch()
    {
        var summaries = await new Bot().ReadSummariesAsync("msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d");

        Assert.That(
            summaries,
            Is.EqualTo(new Dictionary<string, string> { ["a"] = "Hello again!" })
        );
    }
}
