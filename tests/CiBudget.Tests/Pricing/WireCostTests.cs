namespace CiBudget.Tests;

public sealed class WireCostTests
{
    [Test]
    public void The_recorded_message_costs_what_the_price_table_says()
    {
        // message.json, claude-opus-5-5: 4 in, 20 out, 5 write, 0.20 read, dollars per million.
        //   2095 x 4    =  8380
        //   2051 x 5    = 10255
        //   2051 x 0.20 =   410.2
        //    503 x 20   = 10060     sum 29105.2 millionths
        var usage = new Usage
        {
            Model = "claude-opus-5-5",
            InputTokens = 2095,
            CacheWrite5mTokens = 2051,
            CacheReadTokens = 2051,
            OutputTokens = 503,
            ThinkingTokens = 128,
            ServiceTier = "standard",
            InferenceGeo = "global",
            Speed = "standard",
        };

        var cost = PriceSheet.Embedded.CostOf(usage);

        Assert.That(cost, Is.EqualTo(new Cost(0.0291052m, null, cost.Notes)));
        Assert.That(cost.Notes, Is.Empty);
    }
}
