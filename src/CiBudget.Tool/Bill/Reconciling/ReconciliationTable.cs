using CiBudget.Tables;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>A comparison as a table.</summary>
internal static class ReconciliationTable
{
    public static void Draw(ConsolePage page, Reconciliation result)
    {
        page.Line(
            ("CiBudget: ", Tone.None),
            (
                result.Headline,
                result.ExitCode switch
                {
                    ExitCodes.Good => Tone.Good,
                    ExitCodes.Differs => Tone.Bad,
                    _ => Tone.Warn,
                }
            )
        );
        page.Paragraph(ReconciliationText.Summary(result), 0, Tone.Dim);
        ConsoleTable.Write(page, Create(result));
        foreach (var explanation in result.Explanations)
            page.Paragraph("- " + explanation.Text, 2);
        if (Error(result) is { } error)
            page.Paragraph(error, 0, Tone.Bad);
    }

    public static Table Create(Reconciliation result) =>
        Table.Create(
            "",
            result.Lines,
            [
                new("Model", line => new(line.Model.Length == 0 ? "(no model)" : line.Model)),
                new("What", line => new(BillKinds.Name(line.Kind))),
                new("Metered", line => TableCell.Count(line.Metered.Count), Figure: true),
                new("Billed", line => TableCell.Count(line.Billed.Count), Figure: true),
                new("Metered at", line => TableCell.Usd(line.Metered.ListUsd), Figure: true),
                new("Billed at", line => TableCell.Usd(line.Billed.ListUsd), Figure: true),
                new("Verdict", Verdict, Obvious: true),
            ]
        );

    private static TableCell Verdict(ReconciledLine line) =>
        new(
            ReconciliationText.Verdict(line),
            line.IsDifference ? Tone.Bad
                : line.Verdict == LineVerdict.Open ? Tone.Warn
                : Tone.Good
        );

    private static string? Error(Reconciliation result) =>
        result.ExitCode switch
        {
            ExitCodes.Differs =>
                $"error {Codes.BillDiffers}: what was metered is not what was billed; the lines above say where, the sentences why.",
            ExitCodes.Unmeasured =>
                $"error {Codes.BillNotComplete}: the bill cannot be compared yet.",
            _ => null,
        };
}
