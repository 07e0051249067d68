using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Tables;
using CiBudget.Text;

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
        page.Paragraph(page.Clean(ReconciliationText.Summary(result)), 0, Tone.Dim);
        var table = new ConsoleTable { LeftAligned = [0, 1, 6], LeastColumns = 7 };
        table.Add(
            ("Model", Tone.Strong),
            ("what", Tone.Dim),
            ("metered", Tone.Dim),
            ("billed", Tone.Dim),
            ("metered at", Tone.Dim),
            ("billed at", Tone.Dim),
            ("", Tone.None)
        );
        foreach (var line in result.Lines)
            table.Add(
                (line.Model.Length == 0 ? "(no model)" : page.Clean(line.Model), Tone.None),
                (page.Clean(BillKinds.Name(line.Kind)), Tone.None),
                (Amount.Count(line.Metered.Count), Tone.None),
                (ReconciliationText.Count(line.Billed.Count), Tone.None),
                (ReconciliationText.Usd(line.Metered.ListUsd), Tone.None),
                (ReconciliationText.Usd(line.Billed.ListUsd), Tone.None),
                (
                    ReconciliationText.Verdict(line),
                    line.IsDifference ? Tone.Bad
                    : line.Verdict == LineVerdict.Open ? Tone.Warn
                    : Tone.Good
                )
            );
        table.WriteTo(page);
        foreach (var explanation in result.Explanations)
            page.Paragraph("- " + page.Clean(explanation.Text), 2);
        if (Error(result) is { } error)
            page.Paragraph(error, 0, Tone.Bad);
    }

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
