using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Tables;

namespace CiBudget.Tool;

/// <summary>The sections of the HTML report that say what is wrong.</summary>
internal static class HtmlBudget
{
    public static void Broken(StringBuilder html, Verdict verdict, string? root)
    {
        var broken = LimitTable.Broken(verdict);
        if (broken.Count == 0)
            return;
        html.Append("<section class=\"broken\"><h2>Broken limits</h2>\n");
        var file = verdict.Budget.Path is { } path ? ReportPath.Shown(path, root) : null;
        foreach (var use in broken)
        {
            html.Append($"<h3>{HtmlText.Escape(Naming.GetName(use.Limit))}</h3>\n<dl>");
            foreach (var (label, text) in LimitTable.Details(use, file))
                html.Append(label.Length == 0 ? "" : $"<dt>{label}</dt>")
                    .Append($"<dd>{HtmlText.Escape(text)}</dd>");
            html.Append("</dl>\n");
        }
        html.Append("</section>\n");
    }

    public static void Findings(StringBuilder html, Verdict verdict, string? root)
    {
        var findings = Remarks.Findings(verdict).ToList();
        if (findings.Count == 0)
            return;
        html.Append("<section><h2>Findings</h2>\n<ul class=\"findings\">\n");
        foreach (var finding in findings)
        {
            var (word, tone) =
                finding.Severity == Severity.Error ? ("error", "bad") : ("warning", "warn");
            html.Append(
                $"<li><strong class=\"{tone}\">{HtmlText.Escape(finding.Code)} {word}</strong> "
            );
            html.Append(HtmlText.Escape(finding.Message));
            if (finding.File is { } file)
                html.Append(
                    $" <code>{HtmlText.Escape(finding.Position.In(ReportPath.Shown(file, root)))}</code>"
                );
            html.Append("</li>\n");
        }
        html.Append("</ul></section>\n");
    }
}
