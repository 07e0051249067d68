namespace CiBudget.Tests;

/// <summary>
/// What usage costs, worked out by hand from the price table of October 2026 (dollars per million tokens), not by the code.
/// </summary>
public sealed class HandWorkedCostTests
{
    // 10,000 tokens of each of the five kinds cost a hundredth of the sum of the five prices.
    // Sums: input + output + 5-minute write + 1-hour write + read.
    [TestCase("claude-fable-5-2", 0.742)] // 8 + 40 + 10 + 16 + 0.20 = 74.20
    [TestCase("claude-mythos-5-2", 0.742)]
    [TestCase("claude-fable-5-1", 0.9275)] // 10 + 50 + 12.50 + 20 + 0.25 = 92.75
    [TestCase("claude-mythos-5-1", 0.9275)]
    [TestCase("claude-fable-5", 0.935)] // 10 + 50 + 12.50 + 20 + 1 = 93.50
    [TestCase("claude-mythos-5", 0.935)]
    [TestCase("claude-opus-5-5", 0.372)] // 4 + 20 + 5 + 8 + 0.20 = 37.20
    [TestCase("claude-opus-5", 0.4675)] // 5 + 25 + 6.25 + 10 + 0.50 = 46.75
    [TestCase("claude-opus-4-8", 0.4675)]
    [TestCase("claude-opus-4-7", 0.4675)]
    [TestCase("claude-opus-4-6", 0.4675)]
    [TestCase("claude-opus-4-5", 0.4675)]
    [TestCase("claude-opus-4-1", 1.4025)] // 15 + 75 + 18.75 + 30 + 1.50 = 140.25
    [TestCase("claude-opus-4", 1.4025)]
    [TestCase("claude-opus-4-0", 1.4025)]
    [TestCase("claude-sonnet-5-5", 0.186)] // 2 + 10 + 2.50 + 4 + 0.10 = 18.60
    [TestCase("claude-sonnet-5", 0.187)] // 2 + 10 + 2.50 + 4 + 0.20 = 18.70
    [TestCase("claude-sonnet-4-6", 0.2805)] // 3 + 15 + 3.75 + 6 + 0.30 = 28.05
    [TestCase("claude-sonnet-4-5", 0.2805)]
    [TestCase("claude-sonnet-4", 0.2805)]
    [TestCase("claude-sonnet-4-0", 0.2805)]
    [TestCase("claude-haiku-5-5", 0.00935)] // 0.10 + 0.50 + 0.125 + 0.20 + 0.01 = 0.935; the prompt is 40,000
    [TestCase("claude-haiku-4-5", 0.0935)] // 1 + 5 + 1.25 + 2 + 0.10 = 9.35
    [TestCase("claude-3-5-haiku", 0.0748)] // 0.80 + 4 + 1 + 1.60 + 0.08 = 7.48
    [TestCase("claude-3-7-sonnet", 0.2805)]
    [TestCase("claude-3-5-sonnet", 0.2805)]
    [TestCase("claude-3-haiku", 0.0233)] // 0.25 + 1.25 + 0.30 + 0.50 + 0.03 = 2.33
    [TestCase("claude-3-opus", 1.4025)]
    public void Ten_thousand_tokens_of_each_kind(string model, decimal usd)
    {
        var usage = Tokens.OfEachKind(model, 10_000);

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(usd));
    }

    // Each kind alone, a million tokens of claude-opus-5-5: 4 in, 20 out, 5 and 8 write, 0.20 read.
    [TestCase(1_000_000, 0, 0, 0, 0, 4)]
    [TestCase(0, 1_000_000, 0, 0, 0, 20)]
    [TestCase(0, 0, 1_000_000, 0, 0, 5)]
    [TestCase(0, 0, 0, 1_000_000, 0, 8)]
    [TestCase(0, 0, 0, 0, 1_000_000, 0.20)]
    public void A_million_tokens_of_one_kind(
        long input,
        long output,
        long write5m,
        long write1h,
        long read,
        decimal usd
    )
    {
        var usage = new Usage
        {
            Model = "claude-opus-5-5",
            InputTokens = input,
            OutputTokens = output,
            CacheWrite5mTokens = write5m,
            CacheWrite1hTokens = write1h,
            CacheReadTokens = read,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(usd));
    }

    [Test]
    public void The_recorded_message()
    {
        // wire/message.json, claude-opus-5-5; its 128 thinking tokens are inside the output.
        //   2095 x 4    =  8380
        //   2051 x 5    = 10255
        //   2051 x 0.20 =   410.2
        //    503 x 20   = 10060     sum 29105.2 millionths of a dollar
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

        Assert.Multiple(() =>
        {
            Assert.That(cost.Usd, Is.EqualTo(0.0291052m));
            Assert.That(cost.Unpriced, Is.Null);
            Assert.That(cost.Notes, Is.Empty);
        });
    }

    [Test]
    public void The_recorded_stream()
    {
        // wire/stream-cache-thinking-tool.sse, claude-opus-5-5.
        //     25 x 4    =  100
        //   1000 x 5    = 5000
        //    200 x 8    = 1600
        //   4096 x 0.20 =  819.2
        //    142 x 20   = 2840     sum 10359.2 millionths
        var usage = new Usage
        {
            Model = "claude-opus-5-5",
            InputTokens = 25,
            CacheWrite5mTokens = 1000,
            CacheWrite1hTokens = 200,
            CacheReadTokens = 4096,
            OutputTokens = 142,
            ThinkingTokens = 31,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.0103592m));
    }

    [Test]
    public void The_recorded_batch_result()
    {
        // wire/batch-results.jsonl, here on claude-opus-5-5: half of 11 x 4 + 36 x 20 = 764 millionths.
        var usage = new Usage
        {
            Model = "claude-opus-5-5",
            InputTokens = 11,
            OutputTokens = 36,
            ServiceTier = "batch",
            Batch = true,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.000382m));
    }

    [TestCase(100_000, 0.010)] // 100,000 x 0.10: the last prompt of the first tier
    [TestCase(100_001, 0.0500005)] // 100,001 x 0.50: the whole request, not the part above
    public void The_tier_of_haiku_5_5_begins_above_its_threshold(long input, decimal usd)
    {
        Assert.That(
            PriceSheet
                .Embedded.CostOf(new Usage { Model = "claude-haiku-5-5", InputTokens = input })
                .Usd,
            Is.EqualTo(usd)
        );
    }

    // 40,000 x 0.10 + 5,000 x 0.125 + 5,000 x 0.20 + 50,000 x 0.01 + 80 x 0.50 = 4000 + 625 + 1000 + 500 + 40 = 6165 millionths
    [TestCase(0, 0.006165)]
    // every price is five times that above the tier: 30,825 millionths, and 0.50 for the one token more
    [TestCase(1, 0.0308255)]
    public void The_prompt_that_decides_the_tier_counts_cache_reads_and_writes(
        long more,
        decimal usd
    )
    {
        var usage = new Usage
        {
            Model = "claude-haiku-5-5",
            InputTokens = 40_000 + more,
            CacheWrite5mTokens = 5_000,
            CacheWrite1hTokens = 5_000,
            CacheReadTokens = 50_000,
            OutputTokens = 80,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(usd));
    }

    [Test]
    public void Output_does_not_decide_the_tier()
    {
        // 10 x 0.10 + 200,000 x 0.50 = 100,001 millionths.
        var usage = new Usage
        {
            Model = "claude-haiku-5-5",
            InputTokens = 10,
            OutputTokens = 200_000,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.100001m));
    }

    [Test]
    public void Fast_mode_has_prices_of_its_own()
    {
        // claude-opus-5-5 fast: 8 in, 40 out, 10 and 16 write, 0.40 read; 1,000 of each: 8 + 40 + 10 + 16 + 0.4 = 74.4 thousandths.
        var usage = Tokens.OfEachKind("claude-opus-5-5", 1_000) with
        {
            Speed = "fast",
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.0744m));
    }

    [TestCase(true, null)]
    [TestCase(false, "batch")]
    [TestCase(true, "standard")]
    [TestCase(true, "batch")]
    public void A_batch_costs_half(bool batch, string? tier)
    {
        // 1,000 of each kind of claude-opus-5-5 cost 0.0372.
        var usage = Tokens.OfEachKind("claude-opus-5-5", 1_000) with
        {
            Batch = batch,
            ServiceTier = tier,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.0186m));
    }

    [TestCase("us", 0.04092)] // 0.0372 x 1.1
    [TestCase("global", 0.0372)]
    [TestCase("not_available", 0.0372)]
    [TestCase("", 0.0372)]
    [TestCase(null, 0.0372)]
    public void Inference_in_the_us_costs_a_tenth_more(string? geo, decimal usd)
    {
        var usage = Tokens.OfEachKind("claude-opus-5-5", 1_000) with { InferenceGeo = geo };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(usd));
    }

    [Test]
    public void Tier_batch_and_us_stack_and_web_searches_stay_apart()
    {
        // claude-haiku-5-5, prompt 120,000, above the tier: 30,000 x (0.50 + 0.625 + 1 + 0.05 + 2.50) = 140,250 millionths;
        // x 0.5 x 1.1 = 77,137.5 millionths; and 3 searches at a cent.
        var usage = Tokens.OfEachKind("claude-haiku-5-5", 30_000) with
        {
            Batch = true,
            InferenceGeo = "us",
            WebSearchRequests = 3,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.1071375m));
    }

    [Test]
    public void Fast_and_us_stack()
    {
        // 0.0744 (fast, see above) x 1.1
        var usage = Tokens.OfEachKind("claude-opus-5-5", 1_000) with
        {
            Speed = "fast",
            InferenceGeo = "us",
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.08184m));
    }

    [Test]
    public void A_web_search_costs_a_cent_and_a_fetch_nothing()
    {
        var usage = new Usage
        {
            Model = "claude-sonnet-5-5",
            WebSearchRequests = 7,
            WebFetchRequests = 9,
        };

        Assert.That(PriceSheet.Embedded.CostOf(usage).Usd, Is.EqualTo(0.07m));
    }

    [Test]
    public void The_discount_comes_last_and_off_everything()
    {
        // (0.0372 x 1.1 + 0.02) x 0.85 = 0.06092 x 0.85 = 0.051782
        var sheet = PriceSheet.Embedded.With(new Budget { Discount = 0.15m });
        var usage = Tokens.OfEachKind("claude-opus-5-5", 1_000) with
        {
            InferenceGeo = "us",
            WebSearchRequests = 2,
        };

        Assert.That(sheet.CostOf(usage).Usd, Is.EqualTo(0.051782m));
    }
}
