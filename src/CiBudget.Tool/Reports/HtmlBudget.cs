using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool;

/// <summary>The sections of the HTML report that compare: with limits, rules, and a baseline.</summary>
internal static class HtmlBudget
{
    public static void Broken(StringBuilder html, Verdict verdict, string? root)
    {
        var broken = verdict
            .Limits.Where(use => use.Over && use.Limit.Severity != Severity.Off)
            .ToList();
        if (broken.Count == 0)
            return;
        html.Append("<section class=\"broken\"><h2>Broken limits</h2>\n");
        foreach (var use in broken)
        {
            var (metric, max) = (use.Limit.Metric, use.Limit.Max);
            html.Append("<h3>")
                .Append(HtmlText.Escape(Naming.GetName(use.Limit)))
                .Append("</h3>\n<dl>");
            Detail(html, "limit", MetricAmount.FormatExactly(metric, max));
            Detail(
                html,
                "used",
                Used(use) + (use.Share is { } share ? " (" + Amount.Percent(share) + ")" : "")
            );
            Detail(html, "over by", MetricAmount.FormatExactly(metric, use.Used - max));
            if (use.Broken > 1)
                Detail(html, "tests", Amount.Count(use.Broken) + " are over");
            html.Append("<dt>top</dt><dd><ul class=\"spenders\">");
            foreach (var spender in use.TopSpenders)
            {
                html.Append("<li><span>")
                    .Append(HtmlText.Escape(MetricAmount.Format(metric, spender.Used, max)));
                html.Append("</span><span>")
                    .Append(HtmlText.Escape(spender.Name))
                    .Append("</span></li>");
            }
            html.Append("</ul></dd>");
            if (verdict.Budget.Path is { } path)
                html.Append("<dt>edit</dt><dd>")
                    .Append(Place(path, use.Limit.Position, root))
                    .Append("</dd>");
            html.Append("</dl>\n");
        }
        html.Append("</section>\n");
    }

    private static void Detail(StringBuilder html, string name, string text) =>
        html.Append("<dt>")
            .Append(name)
            .Append("</dt><dd>")
            .Append(HtmlText.Escape(text))
            .Append("</dd>");

    public static void Findings(StringBuilder html, Verdict verdict, string? root)
    {
        var limitsSaid = verdict.Limits.Any(use => use.Over);
        var others = verdict
            .Diagnostics.Where(diagnostic =>
                diagnostic.Severity != Severity.Off
                && !(diagnostic.Code == Codes.OverBudget && limitsSaid)
            )
            .ToList();
        if (others.Count == 0)
            return;
        html.Append("<section><h2>Findings</h2>\n<ul class=\"findings\">\n");
        foreach (var diagnostic in others)
        {
            var error = diagnostic.Severity == Severity.Error;
            html.Append("<li><strong class=\"").Append(error ? "bad" : "warn").Append("\">");
            html.Append(HtmlText.Escape(diagnostic.Code))
                .Append(error ? " error" : " warning")
                .Append("</strong> ");
            html.Append(HtmlText.Escape(diagnostic.Message));
            if (diagnostic.File is { } file)
                html.Append(' ').Append(Place(file, diagnostic.Position, root));
            html.Append("</li>\n");
        }
        html.Append("</ul></section>\n");
    }

    public static void Limits(StringBuilder html, Verdict verdict)
    {
        if (verdict.Limits.Count == 0)
            return;
        html.Append(
            "<section><h2>Limits</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Limits\">"
        );
        html.Append(
            "<table>\n<caption>How much of each limit was used.</caption>\n<thead><tr><th scope=\"col\">Limit</th>"
        );
        html.Append(
            "<th scope=\"col\" class=\"number\">Used</th><th scope=\"col\" class=\"number\">Limit</th>"
        );
        html.Append(
            "<th scope=\"col\" class=\"number\">Share</th><th scope=\"col\">State</th></tr></thead>\n<tbody>\n"
        );
        foreach (var use in verdict.Limits)
        {
            var tone = State(use);
            html.Append("<tr><th scope=\"row\" class=\"name\">")
                .Append(HtmlText.Escape(Naming.GetName(use.Limit)));
            html.Append("</th><td class=\"number\">")
                .Append(HtmlText.Escape(Used(use)))
                .Append("</td><td class=\"number\">");
            html.Append(
                    HtmlText.Escape(MetricAmount.FormatExactly(use.Limit.Metric, use.Limit.Max))
                )
                .Append("</td><td class=\"number\">");
            html.Append(use.Share is { } share ? Amount.Percent(share) : "")
                .Append("</td><td><span class=\"")
                .Append(tone);
            html.Append("\">")
                .Append(
                    use.Over ? "over"
                    : tone == "warn" ? "near"
                    : "ok"
                )
                .Append("</span>");
            HtmlCharts.Bar(html, use.Share ?? 1, tone);
            html.Append("</td></tr>\n");
        }
        html.Append("</tbody></table></div></section>\n");
    }

    private static string State(LimitUse use) =>
        use.Over ? (use.Limit.Severity == Severity.Error ? "bad" : "warn")
        : use.Limit.WarnAt is { } warnAt && use.Share >= warnAt ? "warn"
        : "good";

    public static void Change(StringBuilder html, BaselineDiff diff)
    {
        html.Append(
            "<section><h2>Against the baseline</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
        );
        html.Append(
            "aria-label=\"Against the baseline\"><table>\n<caption>Tests that moved beyond tolerance and noise.</caption>"
        );
        html.Append(
            "\n<thead><tr><th scope=\"col\">Test</th><th scope=\"col\" class=\"number\">Before</th>"
        );
        html.Append(
            "<th scope=\"col\" class=\"number\">Now</th><th scope=\"col\" class=\"number\">Change</th>"
        );
        html.Append("<th scope=\"col\">What</th></tr></thead>\n<tbody>\n");
        foreach (var test in diff.Tests.Where(test => test.Kind != ChangeKind.Same))
            Row(html, test);
        html.Append("</tbody>\n<tfoot>\n");
        Row(html, diff.Total);
        html.Append("</tfoot></table></div></section>\n");
    }

    private static void Row(StringBuilder html, BaselineChange change)
    {
        html.Append("<tr><th scope=\"row\" class=\"name\">")
            .Append(HtmlText.Escape(change.Name))
            .Append("</th>");
        foreach (var number in new[] { change.BeforeText, change.AfterText, change.DeltaText })
            html.Append("<td class=\"number\">").Append(HtmlText.Escape(number)).Append("</td>");
        var tone = change.Kind is ChangeKind.Rose or ChangeKind.New or ChangeKind.Unpriced
            ? "bad"
            : "good";
        html.Append("<td class=\"")
            .Append(change.Kind == ChangeKind.Same ? "quiet" : tone)
            .Append("\">");
        html.Append(Naming.Camel(change.Kind)).Append("</td></tr>\n");
    }

    private static string Used(LimitUse use) =>
        (use.LowerBound ? "≥ " : "")
        + MetricAmount.Format(use.Limit.Metric, use.Used, use.Limit.Max);

    private static string Place(string path, Position position, string? root) =>
        "<code>" + HtmlText.Escape(position.In(ReportPath.Shown(path, root))) + "</code>";
}
