namespace CiBudget.Tests;

/// <summary>The bodies of <see cref="Case"/>, read and priced in memory.</summary>
public sealed class CaseTests
{
    private static readonly IReadOnlyList<Case> All = Case.All;

    [TestCaseSource(nameof(All))]
    public void A_body_costs_what_it_costs_in_any_pieces(object one)
    {
        var body = (Case)one;
        var bytes = Wire.Case(body.File);
        var shape = ClaudeEndpoints.ShapeOf(
            null,
            body.IsBatch ? ClaudeEndpoint.BatchResults : ClaudeEndpoint.Messages,
            body.Status
        );

        foreach (var size in new[] { int.MaxValue, 1, 7, 64 })
        {
            var message = Reading.All(shape, bytes, size, status: body.Status).Single();
            var costs = message.Parts.Select(part => PriceSheet.Embedded.CostOf(part)).ToList();
            Assert.Multiple(() =>
            {
                Assert.That(message.UnreadableCounter, Is.EqualTo(body.Counter));
                Assert.That(
                    message.Parts.Count == 0,
                    Is.EqualTo(body.Usd is null or 0 && !IsRefusal(message))
                );
                Assert.That(costs.Sum(cost => cost.Usd), Is.EqualTo(body.Usd ?? 0m));
                Assert.That(message.Complete, Is.EqualTo(body.Complete));
                Assert.That(message.Error?.Kind, Is.EqualTo(body.Failure));
                Assert.That(
                    message.Parts.Any(part => part.CacheSplitAssumed),
                    Is.EqualTo(body.LifetimeAssumed)
                );
            });
        }
    }

    [Test]
    public void Every_file_has_its_case()
    {
        var files = Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "cases"))
            .Select(Path.GetFileName);

        Assert.That(Case.All.Select(one => one.File).Concat(WithoutModel), Is.EquivalentTo(files));
    }

    // Its body names no model.
    private static readonly string[] WithoutModel = ["converse.json"];

    private static bool IsRefusal(ResponseUsage message) => message.StopReason == "refusal";
}
