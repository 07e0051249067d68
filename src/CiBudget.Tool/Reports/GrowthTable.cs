using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>What a run costs against its baseline: the tests that moved beyond tolerance and noise.</summary>
internal static class GrowthTable
{
    /// <param name="diff">The comparison.</param>
    /// <param name="top">How many tests are listed; of the others it says how many there are.</param>
    public static Table Create(BaselineDiff diff, int top = int.MaxValue)
    {
        var moved = diff.Tests.Where(test => test.Kind != ChangeKind.Same).ToList();
        // No row stands for those that are left out.
        BaselineChange?[] rows =
        [
            .. moved.Take(top),
            .. moved.Count > top ? [null] : Array.Empty<BaselineChange?>(),
        ];
        return Table.Create(
            "Against the baseline",
            rows,
            [
                new(
                    "Test",
                    row => new(row?.Name ?? $"… and {Amount.Count(moved.Count - top)} more")
                ),
                new("Before", row => new(row?.BeforeText ?? ""), Figure: true),
                new("Now", row => new(row?.AfterText ?? ""), Figure: true),
                new("Change", row => new(row?.DeltaText ?? ""), Figure: true),
                new("What", row => What(row?.Kind), Obvious: true),
            ],
            [diff.Total]
        );
    }

    private static TableCell What(ChangeKind? kind) =>
        new(
            kind is { } known ? Naming.Camel(known) : "",
            kind switch
            {
                ChangeKind.Rose or ChangeKind.Unpriced => Tone.Bad,
                ChangeKind.Fell => Tone.Good,
                _ => Tone.Dim,
            }
        );
}
