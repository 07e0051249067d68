using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>A table of totals in the HTML report, sortable by every column.</summary>
internal static class HtmlTable
{
    private static readonly (string Title, Func<Totals, long> Count)[] Counts =
    [
        ("Calls", totals => totals.Calls),
        ("Failed", totals => totals.FailedCalls),
        ("Input", totals => totals.InputTokens),
        ("Output", totals => totals.OutputTokens),
        ("Cache write", totals => totals.CacheWriteTokens),
        ("Cache read", totals => totals.CacheReadTokens),
    ];

    public static void Write(
        StringBuilder html,
        Verdict verdict,
        string id,
        string what,
        IEnumerable<(string Name, Totals Totals)> rows
    )
    {
        html.Append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
            .Append(what);
        html.Append("s by cost\"><table class=\"sortable\" id=\"")
            .Append(id)
            .Append("\">\n<caption>What each ");
        html.Append(what.ToLowerInvariant())
            .Append(" spent; a button in a heading sorts by it.</caption>\n<thead><tr>");
        Head(html, what, "name", "none");
        Head(html, "Cost", "number", "descending");
        Head(html, "Share", "number", "none");
        if (verdict.Totals.ReplayedCalls > 0)
            Head(html, "Avoided", "number", "none");
        foreach (var (title, _) in Counts)
            Head(html, title, "number", "none");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var (name, totals) in rows)
            Row(html, verdict, HtmlText.Escape(name), totals);
        html.Append("</tbody>\n<tfoot>\n");
        Row(html, verdict, "Total", verdict.Totals);
        html.Append("</tfoot></table></div>\n");
    }

    private static void Head(StringBuilder html, string title, string kind, string sort)
    {
        html.Append("<th scope=\"col\" class=\"")
            .Append(kind)
            .Append("\" aria-sort=\"")
            .Append(sort);
        html.Append("\"><button type=\"button\">").Append(title).Append("</button></th>");
    }

    private static void Row(StringBuilder html, Verdict verdict, string name, Totals totals)
    {
        var cost = Spend.Text(verdict, totals);
        var share = cost == Spend.Unpriced ? null : Spend.Share(verdict, totals);
        html.Append("<tr><th scope=\"row\" class=\"name\">").Append(name).Append("</th>");
        Number(html, Spend.Known(Spend.Get(verdict, totals), totals), HtmlText.Escape(cost));
        Number(html, share ?? 0, share is { } known ? Amount.Share(known) : "");
        if (verdict.Totals.ReplayedCalls > 0)
            Number(html, totals.AvoidedUsd, Amount.Usd(totals.AvoidedUsd));
        foreach (var (_, count) in Counts)
            Number(html, count(totals), Amount.Count(count(totals)));
        html.Append("</tr>\n");
    }

    private static void Number(StringBuilder html, decimal? value, string text) =>
        html.Append("<td class=\"number\" data-value=\"")
            .Append(value is { } known ? Amount.Plain(known) : "")
            .Append("\">")
            .Append(text)
            .Append("</td>");
}
