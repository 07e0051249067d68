namespace CiBudget.Wire.Tests;

/// <summary>The bodies of <see cref="Case"/>, read and priced in memory.</summary>
public sealed class CaseTests
{
    private static readonly IReadOnlyList<Case> All = Case.Misread;

    [TestCaseSource(nameof(All))]
    public void A_body_costs_what_it_costs_in_any_pieces(object one)
    {
        var body = (Case)one;
        var bytes = body.Read();
        var shape = ClaudeEndpoints.ShapeOf(
            null,
            body.IsBatch ? ClaudeEndpoint.BatchResults : ClaudeEndpoint.Messages,
            body.Status
        );

        foreach (var size in new[] { int.MaxValue, 1, 7, 64 })
        {
            var message = Reading.All(shape, bytes, size, status: body.Status).Single();
            var cost = CallCost.From(
                message.WithModel(body.Requested.Id).Parts,
                body.Requested,
                PriceSheet.Embedded
            );
            Assert.Multiple(() =>
            {
                Assert.That(message.UnreadableCounter, Is.EqualTo(body.Counter));
                Assert.That(
                    message.Parts.Count == 0,
                    Is.EqualTo(body.Usd is null or 0 && !IsRefusal(message))
                );
                Assert.That(cost.KnownUsd, Is.EqualTo(body.Usd ?? 0m));
                Assert.That(message.Complete, Is.EqualTo(body.Complete));
                Assert.That(message.Error?.Kind, Is.EqualTo(body.Failure));
                Assert.That(
                    message.Parts.Any(part => part.CacheSplitAssumed),
                    Is.EqualTo(body.LifetimeAssumed)
                );
            });
        }
    }

    [TestCase("cases")]
    [TestCase("wire")]
    public void Every_file_has_its_case(string folder)
    {
        var files = Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, folder))
            .Select(Path.GetFileName);

        Assert.That(
            Case.All.Where(one => one.Folder == folder).Select(one => one.File),
            Is.EquivalentTo(files)
        );
    }

    private static bool IsRefusal(ResponseUsage message) => message.StopReason == "refusal";
}
