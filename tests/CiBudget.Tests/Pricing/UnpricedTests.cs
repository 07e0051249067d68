namespace CiBudget.Tests;

/// <summary>What has no price is never zero.</summary>
public sealed class UnpricedTests
{
    private static readonly Usage Known = new()
    {
        Model = "claude-opus-4-5",
        InputTokens = 1,
        OutputTokens = 1,
    };

    public static readonly TestCaseData[] Unpriced =
    [
        new(Known with { Model = "claude-opus-9" }, "no price for model 'claude-opus-9'"),
        new(
            Known with
            {
                Model = "claude-opus-4-5-preview",
            },
            "no price for model 'claude-opus-4-5-preview'"
        ),
        new(
            Known with
            {
                Model = "claude-mythos-preview",
            },
            "no price for model 'claude-mythos-preview'"
        ),
        new(Known with { Model = "" }, "no price for model ''"),
        new(Known with { Model = "a\u001b[31m\nb" }, "no price for model 'a\ufffd[31m b'"),
        new(Known with { Model = null }, "the answer names no model"),
        new(
            Known with
            {
                ServiceTier = "priority",
            },
            "service tier 'priority' is billed by contract, not by list price"
        ),
        new(Known with { ServiceTier = "flex" }, "no price for service tier 'flex'"),
        new(Known with { Speed = "fast" }, "model 'claude-opus-4-5' has no price for fast mode"),
        new(Known with { Speed = "ludicrous" }, "no price for speed 'ludicrous'"),
        new(
            Known with
            {
                InferenceGeo = "us",
            },
            "model 'claude-opus-4-5' has no price for inference_geo 'us'"
        ),
        new(Known with { InferenceGeo = "eu" }, "no price for inference_geo 'eu'"),
        new(
            Known with
            {
                OutputTokens = -1,
            },
            "the answer counts less than nothing or more than can be"
        ),
        new(
            Known with
            {
                InputTokens = long.MaxValue,
            },
            "the answer counts less than nothing or more than can be"
        ),
    ];

    [TestCaseSource(nameof(Unpriced))]
    public void What_cannot_be_priced_says_why(Usage usage, string reason)
    {
        var cost = PriceSheet.Embedded.CostOf(usage);

        Assert.Multiple(() =>
        {
            Assert.That(cost.Usd, Is.Null);
            Assert.That(cost.Unpriced, Is.EqualTo(reason));
        });
    }

    [Test]
    public void A_kind_without_a_price_matters_only_when_it_was_used()
    {
        var sheet = PriceSheet.Embedded.With(
            new Budget
            {
                Prices =
                [
                    new ModelPrice
                    {
                        Model = "own",
                        Prices = new TokenPrices { Input = 2m, Output = 10m },
                    },
                ],
            }
        );
        var plain = new Usage
        {
            Model = "own",
            InputTokens = 1_000_000,
            OutputTokens = 1_000_000,
        };

        Assert.Multiple(() =>
        {
            Assert.That(sheet.CostOf(plain).Usd, Is.EqualTo(12m));
            Assert.That(
                Reason(plain with { CacheReadTokens = 1 }),
                Is.EqualTo("no price for cache reads of model 'own'")
            );
            Assert.That(
                Reason(plain with { CacheWrite5mTokens = 1 }),
                Is.EqualTo("no price for 5-minute cache writes of model 'own'")
            );
            Assert.That(
                Reason(plain with { CacheWrite1hTokens = 1 }),
                Is.EqualTo("no price for 1-hour cache writes of model 'own'")
            );
            Assert.That(
                Reason(plain with { Batch = true }),
                Is.EqualTo("model 'own' has no batch price")
            );
        });

        string? Reason(Usage usage) =>
            sheet.CostOf(usage) is { Usd: null } cost ? cost.Unpriced : "priced";
    }

    [TestCase(UnbilledReason.Refusal)]
    [TestCase(UnbilledReason.DeclinedAttempt)]
    [TestCase(UnbilledReason.CountTokens)]
    public void What_is_not_billed_costs_nothing_whatever_the_model(UnbilledReason reason)
    {
        var usage = Known with { Model = "claude-unknown", Unbilled = reason };

        Assert.That(PriceSheet.Embedded.CostOf(usage), Is.SameAs(Cost.Zero));
    }

    [Test]
    public void An_assumption_is_noted()
    {
        var usage = Known with
        {
            CacheWrite5mTokens = 10,
            CacheSplitAssumed = true,
            UnknownCounters = new Dictionary<string, long>
            {
                ["z"] = 1,
                ["server_tool_use.code_execution_requests"] = 2,
            },
        };

        var cost = PriceSheet.Embedded.CostOf(usage);

        // 1 x 5 + 1 x 25 + 10 x 6.25 = 92.5 millionths
        Assert.That(cost.Usd, Is.EqualTo(0.0000925m));
        Assert.That(
            cost.Notes,
            Is.EqualTo(
                new[]
                {
                    "cache writes without lifetime priced as 5-minute writes",
                    "not priced: server_tool_use.code_execution_requests, z",
                }
            )
        );
    }

    [Test]
    public void A_price_that_is_not_official_is_noted()
    {
        var cost = PriceSheet.Embedded.CostOf(Known with { Model = "claude-3-7-sonnet" });

        // 1 x 3 + 1 x 15 = 18 millionths
        Assert.That(cost.Usd, Is.EqualTo(0.000018m));
        Assert.That(
            cost.Notes,
            Is.EqualTo(
                new[]
                {
                    "the price of 'claude-3-7-sonnet' is third-party, not from the official page",
                }
            )
        );
    }
}
