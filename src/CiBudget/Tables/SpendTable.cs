using CiBudget.Checking;
using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>What tests and models spent. What matters most stands left: a narrow terminal loses columns from the right.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SpendTable
{
    /// <summary>The tests, most expensive first.</summary>
    /// <param name="verdict">The run.</param>
    /// <param name="top">How many tests have a row of their own; the others are summed in one.</param>
    public static Table Tests(Verdict verdict, int top = int.MaxValue)
    {
        var prefix = Naming.CommonPrefix(verdict.Tests);
        var rows = verdict
            .Tests.Take(top)
            .Select(row => (Naming.WithoutPrefix(row, prefix), row.Totals));
        var rest = verdict.Tests.Skip(top).ToList();
        if (rest.Count > 0)
            rows = rows.Append(
                (
                    $"… and {Amount.Count(rest.Count)} more",
                    Totals.Sum(rest.Select(row => row.Totals))
                )
            );
        return Create(
            verdict,
            "Tests by cost" + (prefix.Length == 0 ? "" : ", in " + prefix.TrimEnd('.')),
            "Test",
            rows,
            [("Total", verdict.Totals)]
        );
    }

    /// <summary>The models, most expensive first.</summary>
    public static Table Models(Verdict verdict) =>
        Create(
            verdict,
            "Models",
            "Model",
            verdict.Models.Select(row => (Naming.GetName(row), row.Totals)),
            []
        );

    private static Table Create(
        Verdict verdict,
        string title,
        string what,
        IEnumerable<(string Name, Totals Totals)> rows,
        IEnumerable<(string Name, Totals Totals)> totals
    ) =>
        Table.Create(
            title,
            rows,
            [
                new(what, row => new(row.Name)),
                new("Cost", row => Cost(verdict, row.Totals), Figure: true),
                new("Share", row => Share(verdict, row.Totals), Figure: true),
                .. verdict.Totals.ReplayedCalls > 0
                    ? new TableColumn<(string Name, Totals Totals)>[]
                    {
                        new(
                            "Avoided",
                            row => TableCell.Usd(row.Totals.AvoidedUsd),
                            Figure: true,
                            Needs: Room.Page
                        ),
                    }
                    : [],
                new("Calls", row => TableCell.Count(row.Totals.Calls), Figure: true),
                new(
                    "Failed",
                    row => TableCell.Count(row.Totals.FailedCalls),
                    Figure: true,
                    Needs: Room.Page
                ),
                new("Input", row => TableCell.Count(row.Totals.InputTokens), Figure: true),
                new("Output", row => TableCell.Count(row.Totals.OutputTokens), Figure: true),
                new(
                    "Cache write",
                    row => TableCell.Count(row.Totals.CacheWriteTokens),
                    Figure: true
                ),
                new("Cache read", row => TableCell.Count(row.Totals.CacheReadTokens), Figure: true),
            ],
            totals,
            kept: 2
        );

    private static TableCell Cost(Verdict verdict, Totals totals) =>
        new(
            Spend.Text(verdict, totals),
            totals.UnpricedCalls > 0 ? Tone.Bad : Tone.None,
            Spend.Known(Spend.Get(verdict, totals), totals)
        );

    private static TableCell Share(Verdict verdict, Totals totals) =>
        Spend.Known(Spend.Get(verdict, totals), totals) is not null
        && Spend.Share(verdict, totals) is { } share
            ? new(Amount.Share(share), Tone.Dim, share)
            : new("", Value: 0);
}
