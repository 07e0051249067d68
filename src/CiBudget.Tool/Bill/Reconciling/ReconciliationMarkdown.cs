using System.Text;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>A comparison as Markdown, for the summary of a nightly job.</summary>
internal static class ReconciliationMarkdown
{
    public static string Render(Reconciliation result)
    {
        var text = new StringBuilder(MarkdownReport.Marker).Append("\n### CiBudget: ");
        text.Append(result.Headline).Append("\n\n");
        text.Append(MarkdownText.Escape(ReconciliationText.Summary(result))).Append('\n');
        MarkdownTable.Append(text, ReconciliationTable.Create(result));
        if (result.Explanations.Count > 0)
            text.Append('\n');
        foreach (var explanation in result.Explanations)
            text.Append("- ").Append(MarkdownText.Escape(explanation.Text)).Append('\n');
        return text.ToString();
    }
}
