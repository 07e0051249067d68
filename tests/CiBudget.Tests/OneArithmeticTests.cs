using CiBudget.Tests.Shared;

namespace CiBudget.Tests;

/// <summary>The price of a body, its ledger's entry, the running sums and the check agree to the last digit.</summary>
public sealed class OneArithmeticTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Body_entry_running_sums_and_check_agree(bool own)
    {
        var seed = TestContext.CurrentContext.Random.Next();
        var generator = new BodyGenerator(new Random(seed));
        var bodies = Enumerable
            .Range(0, TestEffort.Rounds(500, 20_000))
            .Select(_ => generator.Next())
            .ToList();
        var folder = Directory.CreateTempSubdirectory("cibudget-bill-").FullName;
        try
        {
            Assert.That(
                OneBill.Disagreement(bodies, own ? OneBill.OwnPrices : Budget.Empty, folder),
                Is.Null,
                $"seed {seed}"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Bodies_of_every_dialect_are_generated_and_many_have_a_cost()
    {
        var generator = new BodyGenerator(new Random(1));
        var bodies = Enumerable.Range(0, 400).Select(_ => generator.Whole()).ToList();

        var withCost = bodies
            .Where(body =>
                Reading
                    .All(body.Shape, body.Bytes, status: 200)
                    .Exists(message =>
                        CallCost
                            .From(
                                message.WithModel(body.Requested.Id).Parts,
                                body.Requested,
                                PriceSheet.Embedded.With(OneBill.OwnPrices)
                            )
                            .KnownUsd > 0m
                    )
            )
            .ToList();

        Assert.That(
            withCost
                .Select(body => (body.Shape, body.Path[body.Path.LastIndexOf('/')..]))
                .Distinct()
                .ToList(),
            Is.EquivalentTo(
                bodies
                    .Select(body => (body.Shape, body.Path[body.Path.LastIndexOf('/')..]))
                    .Distinct()
            )
        );
        Assert.That(withCost, Has.Count.GreaterThan(bodies.Count / 3));
    }

    [Test]
    public void Nobody_else_prices_or_adds() =>
        Assert.Multiple(() =>
        {
            var core = typeof(PriceSheet).Assembly;
            Assert.That(OneArithmetic.PricingElsewhere(core), Is.Empty);
            Assert.That(OneArithmetic.PricingCallsElsewhere(core), Is.Empty);
            Assert.That(OneArithmetic.AddingElsewhere(core), Is.Empty);
        });

    [Test]
    public void Somebody_else_who_prices_or_adds_is_seen() =>
        Assert.Multiple(() =>
        {
            var here = typeof(Offender).Assembly;
            Assert.That(
                OneArithmetic.PricingElsewhere(here),
                Has.Some.StartsWith(nameof(OneArithmeticTests) + "." + nameof(Offender.Price))
            );
            Assert.That(
                OneArithmetic.PricingCallsElsewhere(here),
                Has.Some.EqualTo(nameof(OneArithmeticTests) + "." + nameof(Offender.PriceEntry))
                    .And.Some.EqualTo(
                        nameof(OneArithmeticTests) + "." + nameof(Offender.PriceAgain)
                    )
            );
            Assert.That(
                OneArithmetic.AddingElsewhere(here),
                Has.Some.StartsWith(nameof(OneArithmeticTests) + "." + nameof(Offender.Add))
            );
        });

    private static class Offender
    {
        public static decimal? Price(Usage usage) => PriceSheet.Embedded.CostOf(usage).Usd;

        public static decimal? PriceEntry(LedgerEntry entry) =>
            CallCost.From(entry, PriceSheet.Embedded).Usd;

        public static PricedEntry PriceAgain(LedgerEntry entry) => new(entry, PriceSheet.Embedded);

        public static long Add(Usage usage) =>
            usage.InputTokens + usage.CacheReadTokens + usage.OutputTokens;
    }
}
