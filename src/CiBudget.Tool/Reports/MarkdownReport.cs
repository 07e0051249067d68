using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool;

/// <summary>A verdict as Markdown, for a comment on a pull request or a step summary (GitHub, Azure Pipelines).</summary>
internal static class MarkdownReport
{
    /// <summary>The hidden first line: a tool that comments finds its earlier comment by it and updates that one.</summary>
    public const string Marker = "<!-- cibudget -->";

    private const int Top = 10;
    private const int MostFindings = 20;

    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="baseline">What it is compared with; null for no comparison.</param>
    /// <param name="root">Paths below this folder are shown relative to it; null shows them whole.</param>
    public static string Render(Verdict verdict, Baseline? baseline = null, string? root = null)
    {
        var text = new StringBuilder(
            $"{Marker}\n### {Icon(verdict)} CiBudget: {Naming.Headline(verdict)}\n\n{Naming.Meaning(verdict)}\n"
        );
        if (LimitTable.Broken(verdict) is { Count: > 0 } broken)
            MarkdownTable.Append(text, Broken(broken, verdict.Budget.Path, root));
        Findings(text, verdict, root);
        Totals(text, verdict);
        if (baseline is not null)
            Growth(
                text,
                BaselineDiff.Create(baseline, verdict, verdict.Budget.BaselineTolerance ?? 0)
            );
        if (verdict.Tests.Count > 0)
            MarkdownTable.Append(text, SpendTable.Tests(verdict, Top));
        if (verdict.Models.Count > 0)
            MarkdownTable.Append(text, SpendTable.Models(verdict));
        if (verdict.Limits.Count > 0)
            MarkdownTable.Append(text, LimitTable.Create(verdict));
        var measured = Naming.Measured(verdict, path => ReportPath.Shown(path, root));
        text.Append($"\n{MarkdownText.Escape(measured)}\n");
        text.Append($"\nPrices of {Amount.Day(verdict.PricesAsOf)}.\n");
        return text.ToString();
    }

    private static string Icon(Verdict verdict) =>
        !verdict.Passed ? "❌"
        : verdict.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Warn) ? "⚠️"
        : "✅";

    private static Table Broken(IReadOnlyList<LimitUse> broken, string? path, string? root) =>
        Table.Create(
            "",
            broken,
            [
                new("Broken limit", use => new(Naming.GetName(use.Limit))),
                new("Limit", use => new(LimitTable.Max(use)), Figure: true),
                new("Used", use => new(LimitTable.Used(use)), Figure: true),
                new("Over by", use => new(LimitTable.OverBy(use)), Figure: true),
                new("Top spender", use => new(TopSpender(use))),
                new(
                    "Edit",
                    use =>
                        new(path is null ? "" : use.Limit.Position.In(ReportPath.Shown(path, root)))
                ),
            ]
        );

    private static string TopSpender(LimitUse use) =>
        use.TopSpenders is [var top, ..]
            ? $"{MarkdownTable.Name(top.Name)} ({MetricAmount.Format(use.Limit.Metric, top.Used, use.Limit.Max)})"
            : "";

    private static void Findings(StringBuilder text, Verdict verdict, string? root)
    {
        var findings = Remarks.Findings(verdict).ToList();
        if (findings.Count > 0)
            text.Append('\n');
        foreach (var finding in findings.Take(MostFindings))
        {
            var word = finding.Severity == Severity.Error ? "error" : "warning";
            text.Append($"- **{finding.Code}** {word}: {MarkdownText.Escape(finding.Message)}");
            if (finding.File is { } file)
                text.Append(
                    $" ({MarkdownText.Escape(finding.Position.In(ReportPath.Shown(file, root)))})"
                );
            text.Append('\n');
        }
        if (findings.Count > MostFindings)
            text.Append($"- … and {Amount.Count(findings.Count - MostFindings)} more\n");
    }

    private static void Totals(StringBuilder text, Verdict verdict)
    {
        var totals = verdict.Totals;
        text.Append($"\n**{Spend.Text(verdict, totals)}** ");
        text.Append(
            Spend.CountsReplayed(verdict) ? "counted, replayed calls at list price" : "spent"
        );
        if (totals.ReplayedCalls > 0)
            text.Append($" · {Amount.Usd(totals.AvoidedUsd)} avoided by replay");
        text.Append(
            $" · {Amount.Counted(totals.Calls, "call")} · {Amount.Counted(totals.TotalTokens, "token")}\n"
        );
    }

    private static void Growth(StringBuilder text, BaselineDiff diff)
    {
        var table = GrowthTable.Create(diff, Top);
        MarkdownTable.Append(text, table, ": " + diff.Total.DeltaText);
        if (table.Rows.Count == 0)
            text.Append("\nNo test moved beyond tolerance and noise.\n");
    }
}
