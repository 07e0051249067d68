namespace CiBudget.Capture.Tests;

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
}
