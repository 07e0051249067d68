using System.Text;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>A comparison as Markdown, for the summary of a nightly job.</summary>
internal static class ReconciliationMarkdown
{
    public static string Render(Reconciliation result)
    {
        var text = new StringBuilder(MarkdownReport.Marker).Append("\n### CiBudget: ");
        text.Append(result.Headline).Append("\n\n");
        text.Append(MarkdownText.Escape(ReconciliationText.Summary(result))).Append("\n\n");
        text.Append("| Model | What | Metered | Billed | Metered at | Billed at | |\n");
        text.Append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var line in result.Lines)
            text.Append("| ")
                .AppendJoin(
                    " | ",
                    new[]
                    {
                        line.Model.Length == 0 ? "(no model)" : line.Model,
                        BillKinds.Name(line.Kind),
                        Amount.Count(line.Metered.Count),
                        ReconciliationText.Count(line.Billed.Count),
                        ReconciliationText.Usd(line.Metered.ListUsd),
                        ReconciliationText.Usd(line.Billed.ListUsd),
                    }.Select(MarkdownText.Escape)
                )
                .Append(line.IsDifference ? " | **" : " | ")
                .Append(ReconciliationText.Verdict(line))
                .Append(line.IsDifference ? "** |\n" : " |\n");
        if (result.Explanations.Count > 0)
            text.Append('\n');
        foreach (var explanation in result.Explanations)
            text.Append("- ").Append(MarkdownText.Escape(explanation.Text)).Append('\n');
        return text.ToString();
    }
}
