using System.Globalization;
using System.Text;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>Charts of the HTML report: inline SVG that stretches with the page, text beside it as HTML so that it keeps its size.</summary>
internal static class HtmlCharts
{
    private const int MostRows = 10;

    /// <summary>Bars under each other, longest first.</summary>
    public static void Bars(
        StringBuilder html,
        string title,
        IEnumerable<(string Name, string Value, decimal Share)> rows
    )
    {
        html.Append($"<section><h2>{title}</h2>\n<ul class=\"rows\">\n");
        foreach (var (name, value, share) in rows.Take(MostRows))
        {
            html.Append(
                $"<li><span class=\"name\">{HtmlText.Escape(name)}</span><span class=\"value\">{value}</span>"
            );
            Bar(html, share, "");
            html.Append("</li>\n");
        }
        html.Append("</ul></section>\n");
    }

    /// <summary>One bar; the number that it shows stands beside it as text.</summary>
    public static void Bar(StringBuilder html, decimal share, string tone)
    {
        html.Append(
            "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        );
        html.Append(
            $"<rect{Class(tone)} width=\"{Number(Math.Min(1, share) * 100)}\" height=\"1\"/></svg>"
        );
    }

    /// <summary>The kinds of tokens in one bar, with a legend that carries the numbers.</summary>
    public static void Tokens(StringBuilder html, Totals totals)
    {
        if (totals.TotalTokens == 0)
            return;
        (string Name, string Class, long Tokens)[] kinds =
        [
            ("Input, not cached", "input", totals.InputTokens),
            ("Cache write", "write", totals.CacheWriteTokens),
            ("Cache read", "read", totals.CacheReadTokens),
            ("Output", "output", totals.OutputTokens),
        ];
        html.Append(
            "<section><h2>Kinds of tokens</h2>\n<svg class=\"stack\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        );
        var left = 0m;
        foreach (var (_, kind, tokens) in kinds)
        {
            var width = 100m * tokens / totals.TotalTokens;
            html.Append(
                $"<rect class=\"{kind}\" x=\"{Number(left)}\" width=\"{Number(width)}\" height=\"1\"/>"
            );
            left += width;
        }
        html.Append("</svg>\n<ul class=\"legend\">\n");
        foreach (var (name, kind, tokens) in kinds)
        {
            html.Append(
                $"<li><svg viewBox=\"0 0 1 1\" aria-hidden=\"true\"><rect class=\"{kind}\" width=\"1\" height=\"1\"/></svg>"
            );
            var share = Amount.Share((decimal)tokens / totals.TotalTokens);
            html.Append($"<span>{name}</span><span>{Amount.Count(tokens)} · {share}</span></li>\n");
        }
        html.Append("</ul></section>\n");
    }

    /// <summary>Columns side by side, in the order of time.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="columns">For each column its text, dollars, and tone.</param>
    /// <param name="ends">What stands below its left and its right end.</param>
    public static void Columns(
        StringBuilder html,
        string title,
        IReadOnlyList<(string Text, decimal Usd, string Tone)> columns,
        (string Left, string Right) ends
    )
    {
        const decimal Step = 10;
        const decimal Gap = 1.5m;
        const decimal Height = 100;
        var most = columns.Max(column => column.Usd);
        html.Append($"<section><h2>{title}</h2>\n<svg class=\"columns\" role=\"img\" ");
        html.Append($"aria-label=\"{title}, at most {Amount.Usd(most)}\" ");
        html.Append(
            $"viewBox=\"0 0 {Number(Step * columns.Count)} 100\" preserveAspectRatio=\"none\">\n"
        );
        for (var i = 0; i < columns.Count; i++)
        {
            var (text, usd, tone) = columns[i];
            var height = most == 0 ? 0 : usd / most * Height;
            html.Append($"<rect{Class(tone)} x=\"{Number((i * Step) + (Gap / 2))}\" ");
            html.Append($"y=\"{Number(Height - height)}\" width=\"{Number(Step - Gap)}\" ");
            html.Append($"height=\"{Number(height)}\">");
            html.Append($"<title>{HtmlText.Escape(text)}: {Amount.Usd(usd)}</title></rect>\n");
        }
        html.Append($"</svg>\n<p class=\"ends\"><span>{HtmlText.Escape(ends.Left)}</span>");
        html.Append($"<span>at most {Amount.Usd(most)}</span>");
        html.Append($"<span>{HtmlText.Escape(ends.Right)}</span></p></section>\n");
    }

    private static string Class(string tone) => tone.Length > 0 ? $" class=\"{tone}\"" : "";

    private static string Number(decimal number) =>
        number.ToString("0.###", CultureInfo.InvariantCulture);
}
