using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
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
    private const int MaxDiagnostics = 20;
    private const int NameWidth = 100;

    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="baseline">What it is compared with; null for no comparison.</param>
    /// <param name="root">Paths below this folder are shown relative to it; null shows them whole.</param>
    public static string Render(Verdict verdict, Baseline? baseline = null, string? root = null)
    {
        var text = new StringBuilder();
        text.Append(Marker)
            .Append("\n### ")
            .Append(Icon(verdict))
            .Append(" CiBudget: ")
            .Append(Naming.Headline(verdict));
        text.Append("\n\n").Append(Naming.Meaning(verdict)).Append('\n');
        Broken(text, verdict, root);
        Findings(text, verdict, root);
        Totals(text, verdict);
        if (baseline is not null)
            Change(
                text,
                BaselineDiff.Create(baseline, verdict, verdict.Budget.BaselineTolerance ?? 0)
            );
        Tests(text, verdict);
        Models(text, verdict);
        Limits(text, verdict);
        text.Append('\n')
            .Append(
                MarkdownText.Escape(Naming.Measured(verdict, path => ReportPath.Shown(path, root)))
            )
            .Append('\n');
        text.Append("\nPrices of ").Append(Amount.Day(verdict.PricesAsOf)).Append(".\n");
        return text.ToString();
    }

    private static string Icon(Verdict verdict) =>
        !verdict.Passed ? "❌"
        : verdict.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Warn) ? "⚠️"
        : "✅";

    private static void Broken(StringBuilder text, Verdict verdict, string? root)
    {
        var broken = verdict
            .Limits.Where(use => use.Over && use.Limit.Severity != Severity.Off)
            .ToList();
        if (broken.Count == 0)
            return;
        Head(text, "Broken limit", "Limit:", "Used:", "Over by:", "Top spender", "Edit");
        foreach (var use in broken)
        {
            var metric = use.Limit.Metric;
            var top = use.TopSpenders.Count > 0 ? use.TopSpenders[0] : null;
            Row(
                text,
                Name(Naming.GetName(use.Limit)),
                MetricAmount.FormatExactly(metric, use.Limit.Max),
                Used(use),
                MetricAmount.FormatExactly(metric, use.Used - use.Limit.Max),
                top is null
                    ? ""
                    : Name(top.Name)
                        + " ("
                        + MetricAmount.Format(metric, top.Used, use.Limit.Max)
                        + ")",
                verdict.Budget.Path is { } path ? Place(path, use.Limit.Position, root) : ""
            );
        }
    }

    /// <summary>Everything that the broken limits above have not said already.</summary>
    private static void Findings(StringBuilder text, Verdict verdict, string? root)
    {
        var limitsSaid = verdict.Limits.Any(use => use.Over);
        var others = verdict
            .Diagnostics.Where(diagnostic =>
                diagnostic.Severity != Severity.Off
                && !(diagnostic.Code == Codes.OverBudget && limitsSaid)
            )
            .ToList();
        if (others.Count > 0)
            text.Append('\n');
        foreach (var diagnostic in others.Take(MaxDiagnostics))
        {
            var word = diagnostic.Severity == Severity.Error ? "error" : "warning";
            text.Append("- **").Append(diagnostic.Code).Append("** ").Append(word).Append(": ");
            text.Append(MarkdownText.Escape(diagnostic.Message));
            if (diagnostic.File is { } file)
                text.Append(" (").Append(Place(file, diagnostic.Position, root)).Append(')');
            text.Append('\n');
        }
        if (others.Count > MaxDiagnostics)
            text.Append("- … and ")
                .Append(Amount.Count(others.Count - MaxDiagnostics))
                .Append(" more\n");
    }

    private static void Totals(StringBuilder text, Verdict verdict)
    {
        var totals = verdict.Totals;
        text.Append("\n**").Append(Spend.Text(verdict, totals)).Append("** ");
        text.Append(
            Spend.CountsReplayed(verdict) ? "counted, replayed calls at list price" : "spent"
        );
        if (totals.ReplayedCalls > 0)
            text.Append(" · ").Append(Amount.Usd(totals.AvoidedUsd)).Append(" avoided by replay");
        text.Append(" · ").Append(Amount.Counted(totals.Calls, "call"));
        text.Append(" · ").Append(Amount.Counted(totals.TotalTokens, "token")).Append('\n');
    }

    private static void Change(StringBuilder text, BaselineDiff diff)
    {
        text.Append("\n#### Against the baseline: ").Append(diff.Total.DeltaText).Append('\n');
        var moved = diff.Tests.Where(test => test.Kind != ChangeKind.Same).ToList();
        if (moved.Count == 0)
        {
            text.Append("\nNo test moved beyond tolerance and noise.\n");
            return;
        }
        Head(text, "Test", "Before:", "Now:", "Change:", "");
        foreach (var test in moved.Take(Top))
            Row(
                text,
                Name(test.Name),
                test.BeforeText,
                test.AfterText,
                test.DeltaText,
                Naming.Camel(test.Kind)
            );
        if (moved.Count > Top)
            Row(text, "… and " + Amount.Count(moved.Count - Top) + " more", "", "", "", "");
    }

    private static void Tests(StringBuilder text, Verdict verdict)
    {
        if (verdict.Tests.Count == 0)
            return;
        text.Append("\n#### Tests by cost\n");
        Head(
            text,
            "Test",
            "Cost:",
            "Share:",
            "Calls:",
            "Input:",
            "Output:",
            "Cache write:",
            "Cache read:"
        );
        foreach (var row in verdict.Tests.Take(Top))
            Spent(text, verdict, Name(Naming.GetName(row)), row.Totals);
        if (verdict.Tests.Count > Top)
        {
            var rest = CiBudget.Checking.Totals.Sum(
                verdict.Tests.Skip(Top).Select(row => row.Totals)
            );
            Spent(
                text,
                verdict,
                "… and " + Amount.Count(verdict.Tests.Count - Top) + " more",
                rest
            );
        }
        Spent(text, verdict, "**Total**", verdict.Totals);
    }

    private static void Models(StringBuilder text, Verdict verdict)
    {
        if (verdict.Models.Count == 0)
            return;
        text.Append("\n#### Models\n");
        Head(
            text,
            "Model",
            "Cost:",
            "Share:",
            "Calls:",
            "Input:",
            "Output:",
            "Cache write:",
            "Cache read:"
        );
        foreach (var row in verdict.Models)
            Spent(text, verdict, Name(Naming.GetName(row)), row.Totals);
    }

    private static void Limits(StringBuilder text, Verdict verdict)
    {
        if (verdict.Limits.Count == 0)
            return;
        text.Append("\n#### Limits\n");
        Head(text, "Limit", "Used:", "Limit:", "Share:");
        foreach (var use in verdict.Limits)
            Row(
                text,
                Name(Naming.GetName(use.Limit)),
                Used(use),
                MetricAmount.FormatExactly(use.Limit.Metric, use.Limit.Max),
                use.Share is { } share ? Amount.Percent(share) : ""
            );
    }

    private static void Spent(StringBuilder text, Verdict verdict, string name, Totals totals)
    {
        var cost = Spend.Text(verdict, totals);
        var share = cost == Spend.Unpriced ? null : Spend.Share(verdict, totals);
        Row(
            text,
            name,
            cost,
            share is { } known ? Amount.Share(known) : "",
            Amount.Count(totals.Calls),
            Amount.Count(totals.InputTokens),
            Amount.Count(totals.OutputTokens),
            Amount.Count(totals.CacheWriteTokens),
            Amount.Count(totals.CacheReadTokens)
        );
    }

    private static string Used(LimitUse use) =>
        (use.LowerBound ? "≥ " : "")
        + MetricAmount.Format(use.Limit.Metric, use.Used, use.Limit.Max);

    /// <summary>A name that fits a table of a comment.</summary>
    private static string Name(string name) =>
        MarkdownText.Escape(Cells.Cut(SafeText.Line(name), NameWidth, "…"));

    private static string Place(string path, Position position, string? root) =>
        MarkdownText.Escape(position.In(ReportPath.Shown(path, root)));

    /// <summary>A table's head; columns whose title ends in a colon are numbers and stand at the right.</summary>
    private static void Head(StringBuilder text, params string[] titles)
    {
        text.Append('\n');
        Row(text, [.. titles.Select(title => title.TrimEnd(':'))]);
        Row(
            text,
            [
                .. titles.Select(title =>
                    title.Length > 0 && title[title.Length - 1] == ':' ? "---:" : "---"
                ),
            ]
        );
    }

    private static void Row(StringBuilder text, params string[] cells) =>
        text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");
}
