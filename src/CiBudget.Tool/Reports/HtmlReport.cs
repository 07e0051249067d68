using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>
/// A verdict as one HTML file that needs nothing else: no network, no fonts, no libraries. Its content security policy lets the
/// browser run the one script and use the one style sheet inside it, and nothing that a test's name could bring in.
/// </summary>
internal static class HtmlReport
{
    private const string Sorts = " a button in a heading sorts by it.";

    private const string Filter = """
        <div class="filter" hidden><label for="filter">Filter tests</label><input id="filter" type="search" autocomplete="off" aria-controls="tests"><output for="filter" aria-live="polite"></output></div>

        """;

    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="baseline">What it is compared with; null for no comparison.</param>
    /// <param name="history">Earlier runs, oldest first; the chart is drawn from two runs on, this one last.</param>
    /// <param name="root">Paths below this folder are shown relative to it; null shows them whole.</param>
    public static string Render(
        Verdict verdict,
        Baseline? baseline = null,
        IReadOnlyList<RunPoint>? history = null,
        string? root = null
    )
    {
        var html = new StringBuilder();
        Start(html, verdict);
        Facts(html, verdict);
        HtmlBudget.Broken(html, verdict, root);
        HtmlBudget.Findings(html, verdict, root);
        if (verdict.Limits.Count > 0)
            Section(html, LimitTable.Create(verdict), "How much of each limit was used.");
        Charts(html, verdict, history ?? []);
        if (baseline is not null)
            Section(
                html,
                GrowthTable.Create(
                    BaselineDiff.Create(baseline, verdict, verdict.Budget.BaselineTolerance ?? 0)
                ),
                "Tests that moved beyond tolerance and noise."
            );
        Section(html, SpendTable.Tests(verdict), "What each test spent;" + Sorts, "tests", Filter);
        Section(html, SpendTable.Models(verdict), "What each model spent;" + Sorts, "models");
        End(html, verdict, root);
        return html.ToString();
    }

    private static void Start(StringBuilder html, Verdict verdict)
    {
        var headline = Naming.Headline(verdict);
        html.Append(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {HtmlAsset.Style.Hash}; script-src {HtmlAsset.Script.Hash}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>CiBudget: {headline}</title>
            <style>{HtmlAsset.Style.Text}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the report</a>
            <header><p class="eyebrow">CiBudget</p>
            <h1 class="{(verdict.Passed ? "good" : "bad")}">{headline}</h1>
            <p>{HtmlText.Escape(Naming.Meaning(verdict))}</p></header>
            <main id="main"
            """
        );
        Data(html, "outcome", Naming.Camel(verdict.Outcome));
        Data(html, "total-usd", Usd(Spend.Known(verdict.Totals.CostUsd, verdict.Totals)));
        Data(html, "avoided-usd", Amount.Plain(verdict.Totals.AvoidedUsd));
        Data(html, "counted-usd", Usd(Spend.Known(Spend.Get(verdict), verdict.Totals)));
        Data(html, "calls", Amount.Plain(verdict.Totals.Calls));
        Data(html, "tokens", Amount.Plain(verdict.Totals.TotalTokens));
        html.Append(">\n");
    }

    private static void Facts(StringBuilder html, Verdict verdict)
    {
        var totals = verdict.Totals;
        html.Append("<dl class=\"facts\">\n");
        Fact(
            html,
            Spend.CountsReplayed(verdict) ? "Counted" : "Spent",
            Spend.Text(verdict, totals),
            Spend.CountsReplayed(verdict)
                ? Amount.Usd(totals.CostUsd) + " of it charged"
                : Unknown(totals)
        );
        if (totals.ReplayedCalls > 0)
            Fact(
                html,
                "Avoided",
                Amount.Usd(totals.AvoidedUsd),
                Amount.Counted(totals.ReplayedCalls, "replayed call")
            );
        Fact(html, "Calls", Amount.Count(totals.Calls), Troubles(totals));
        Fact(html, "Tokens", Amount.Count(totals.TotalTokens), "");
        Fact(
            html,
            "Tests",
            Amount.Count(verdict.Tests.Count(row => row.Test is not null)),
            verdict.Processes == 1
                ? "in 1 process"
                : "in " + Amount.Count(verdict.Processes) + " processes"
        );
        if (verdict.FirstCall is { } first && verdict.LastCall is { } last)
            Fact(
                html,
                "Time",
                Amount.Duration(last - first),
                "from " + Amount.Minute(first) + " UTC"
            );
        html.Append("</dl>\n");
    }

    private static string Unknown(Totals totals) =>
        totals.UnpricedCalls == 0
            ? ""
            : Amount.Counted(totals.UnpricedCalls, "call") + " without a price";

    private static string Troubles(Totals totals) =>
        string.Join(
            ", ",
            new[]
            {
                (totals.FailedCalls, "failed"),
                (totals.Retries, "retried"),
                (totals.RefusedCalls, "refused"),
            }
                .Where(trouble => trouble.Item1 > 0)
                .Select(trouble => Amount.Count(trouble.Item1) + " " + trouble.Item2)
        );

    private static void Fact(StringBuilder html, string name, string value, string more)
    {
        var small = more.Length > 0 ? $"<small>{HtmlText.Escape(more)}</small>" : "";
        html.Append($"<div><dt>{name}</dt><dd>{HtmlText.Escape(value)}{small}</dd></div>\n");
    }

    private static void Charts(StringBuilder html, Verdict verdict, IReadOnlyList<RunPoint> history)
    {
        html.Append("<div class=\"charts\">\n");
        var prefix = Naming.CommonPrefix(verdict.Tests);
        var tests = verdict
            .Tests.Select(row => (Naming.WithoutPrefix(row, prefix), row.Totals))
            .ToList();
        var models = verdict.Models.Select(row => (Naming.GetName(row), row.Totals)).ToList();
        if (tests.Count > 0)
            HtmlCharts.Bars(html, "Cost by test", Bars(verdict, tests));
        if (models.Count > 0)
            HtmlCharts.Bars(html, "Cost by model", Bars(verdict, models));
        HtmlCharts.Tokens(html, verdict.Totals);
        if (verdict.Timeline.Count > 1)
            HtmlCharts.Columns(
                html,
                "Cost over time",
                [
                    .. verdict.Timeline.Select(point =>
                        (Amount.Clock(point.Start), Counted(verdict, point), "")
                    ),
                ],
                (Amount.Clock(verdict.Timeline[0].Start), Amount.Clock(verdict.Timeline[^1].Start))
            );
        if (history.Count > 0)
            HtmlCharts.Columns(
                html,
                "Cost of the last runs",
                [
                    .. history
                        .Append(RunPoint.From("this run", verdict))
                        .Select(run =>
                            (run.Name, run.CostUsd ?? 0m, HtmlTable.Class(ToneOf(run.Outcome)))
                        ),
                ],
                (history[0].Name, "this run")
            );
        html.Append("</div>\n");
    }

    private static IEnumerable<(string, string, decimal)> Bars(
        Verdict verdict,
        List<(string Name, Totals Totals)> rows
    )
    {
        var most = rows.Max(row => Spend.Get(verdict, row.Totals));
        return rows.Select(row =>
            (
                row.Name,
                HtmlText.Escape(Spend.Text(verdict, row.Totals)),
                most == 0 ? 0 : Spend.Get(verdict, row.Totals) / most
            )
        );
    }

    private static decimal Counted(Verdict verdict, TimelinePoint point) =>
        point.CostUsd + (Spend.CountsReplayed(verdict) ? point.AvoidedUsd : 0);

    private static Tone ToneOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.Within => Tone.Good,
            Outcome.OverBudget => Tone.Bad,
            _ => Tone.Warn,
        };

    private static void Section(
        StringBuilder html,
        Table table,
        string caption,
        string? id = null,
        string before = ""
    )
    {
        html.Append($"<section><h2>{HtmlText.Escape(table.Title)}</h2>\n{before}");
        HtmlTable.Append(html, table, caption, id);
        html.Append("</section>\n");
    }

    private static void End(StringBuilder html, Verdict verdict, string? root)
    {
        html.Append("</main>\n<footer>");
        foreach (var mark in Remarks.Marks(verdict))
            html.Append($"<p>{HtmlText.Escape(mark)}</p>\n");
        var measured = Naming.Measured(verdict, path => ReportPath.Shown(path, root));
        html.Append($"<p>{HtmlText.Escape(measured)}</p>\n");
        html.Append($"<p>Prices of {Amount.Day(verdict.PricesAsOf)}.</p>\n");
        foreach (var directory in verdict.LedgerDirectories)
            html.Append(
                $"<p>Ledger: <code>{HtmlText.Escape(ReportPath.Shown(directory, root))}</code></p>\n"
            );
        html.Append($"</footer>\n<script>{HtmlAsset.Script.Text}</script>\n</body>\n</html>\n");
    }

    private static string Usd(decimal? usd) => usd is { } known ? Amount.Plain(known) : "";

    private static void Data(StringBuilder html, string name, string value) =>
        html.Append($" data-{name}=\"{value}\"");
}
