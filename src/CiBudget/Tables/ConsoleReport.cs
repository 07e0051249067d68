using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tables;

/// <summary>The report that people read at the end of a run.</summary>
public static class ConsoleReport
{
    private const int WideBar = 20;
    private const int NarrowBar = 10;

    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="width">Columns of the terminal; at least 40 is assumed.</param>
    /// <param name="color">True for ANSI colours.</param>
    public static string Render(Verdict verdict, int width, bool color) =>
        Render(verdict, new ReportStyle { Width = width, Color = color });

    /// <summary>Renders a verdict, lines ended by <c>\n</c>. No line is wider than the style says, and none can be taken for a command of a CI system.</summary>
    public static string Render(Verdict verdict, ReportStyle style)
    {
        var page = new ConsolePage(style);
        Headline(page, verdict);
        Spent(page, verdict, Math.Max(1, style.Top));
        Limits(page, verdict);
        foreach (
            var use in verdict.Limits.Where(use => use.Over && use.Limit.Severity != Severity.Off)
        )
            Broken(page, verdict, use);
        Findings(page, verdict);
        Footer(page, verdict);
        return page.ToString();
    }

    private static void Headline(ConsolePage page, Verdict verdict)
    {
        page.Line(
            ("CiBudget: ", Tone.Strong),
            (Naming.Headline(verdict), verdict.Passed ? Tone.Good : Tone.Bad)
        );
        page.Paragraph(Naming.Meaning(verdict), 0);
        page.Paragraph(string.Join(page.Separator, Facts(page, verdict)), 0, Tone.Dim);
        page.Paragraph(page.Clean(Naming.Measured(verdict, page.Path)), 0, Tone.Dim);
        if (verdict.Totals is { ReservedUsd: > 0 } totals)
            page.Paragraph(
                $"Enforced while it ran: reserved {Amount.Usd(totals.ReservedUsd)} for calls that used {Amount.Usd(totals.SettledUsd)}",
                0,
                Tone.Dim
            );
    }

    private static IEnumerable<string> Facts(ConsolePage page, Verdict verdict)
    {
        var totals = verdict.Totals;
        var replayed = Amount.Counted(totals.ReplayedCalls, "replayed call");
        if (Spend.CountsReplayed(verdict))
            yield return Cost(page, verdict, totals)
                + " counted, "
                + Amount.Usd(totals.CostUsd)
                + " of it charged";
        else
            yield return Cost(page, verdict, totals) + " spent";
        if (totals.ReplayedCalls > 0)
            yield return Amount.Usd(totals.AvoidedUsd)
                + " avoided by "
                + replayed
                + PlayedBy(page, verdict);
        yield return Amount.Counted(totals.Calls, "call");
        if (totals.FailedCalls > 0)
            yield return Amount.Count(totals.FailedCalls) + " failed";
        if (totals.Retries > 0)
            yield return totals.Retries == 1
                ? "1 retry"
                : Amount.Count(totals.Retries) + " retries";
        if (totals.RefusedCalls > 0)
            yield return Amount.Count(totals.RefusedCalls) + " refused";
        yield return Amount.Counted(verdict.Tests.Count(row => row.Test is not null), "test");
        if (verdict.FirstCall is { } first && verdict.LastCall is { } last && last > first)
            yield return Amount.Duration(last - first);
    }

    /// <summary>Which host answered: <c> (WireMock.Net)</c>, or how many of the calls each one that has a name.</summary>
    private static string PlayedBy(ConsolePage page, Verdict verdict)
    {
        var all = verdict.Totals.ReplayedCalls;
        var hosts = verdict.ReplayHosts.Select(host =>
            (host.Value == all ? "" : Amount.Count(host.Value) + " by ") + page.Clean(host.Key)
        );
        return verdict.ReplayHosts.Count == 0 ? "" : " (" + string.Join(", ", hosts) + ")";
    }

    private static void Spent(ConsolePage page, Verdict verdict, int top)
    {
        if (verdict.Tests.Count == 0)
            return;
        var table = new ConsoleTable();
        table.Add();
        var prefix = Naming.CommonPrefix(verdict.Tests);
        table.Add(
            Header(
                "Tests by cost"
                    + (prefix.Length == 0 ? "" : ", in " + page.Clean(prefix.TrimEnd('.')))
            )
        );
        foreach (var row in verdict.Tests.Take(top))
            table.Add(Row(page, verdict, page.Clean(Naming.Short(row, prefix)), row.Totals));
        if (verdict.Tests.Count > top)
        {
            var rest = Totals.Sum(verdict.Tests.Skip(top).Select(row => row.Totals));
            var name = page.Ellipsis + " and " + Amount.Count(verdict.Tests.Count - top) + " more";
            table.Add(Row(page, verdict, name, rest));
        }
        table.Add([
            .. Row(page, verdict, "Total", verdict.Totals).Select(cell => (cell.Text, Tone.Strong)),
        ]);
        if (verdict.Models.Count > 0)
        {
            table.Add();
            table.Add(Header("Models"));
            foreach (var row in verdict.Models)
                table.Add(Row(page, verdict, page.Clean(Naming.GetName(row)), row.Totals));
        }
        table.WriteTo(page);
    }

    /// <summary>What matters most stands left: a narrow terminal loses columns from the right.</summary>
    private static (string, Tone)[] Header(string title) =>
        [
            (title, Tone.Strong),
            ("cost", Tone.Dim),
            ("share", Tone.Dim),
            ("calls", Tone.Dim),
            ("input", Tone.Dim),
            ("output", Tone.Dim),
            ("cache write", Tone.Dim),
            ("cache read", Tone.Dim),
        ];

    private static (string Text, Tone Tone)[] Row(
        ConsolePage page,
        Verdict verdict,
        string name,
        Totals totals
    )
    {
        var cost = Cost(page, verdict, totals);
        return
        [
            (name, Tone.None),
            (cost, totals.UnpricedCalls > 0 ? Tone.Bad : Tone.None),
            (
                Spend.Share(verdict, totals) is { } share && cost != Spend.Unpriced
                    ? Amount.Share(share)
                    : "",
                Tone.Dim
            ),
            (Amount.Count(totals.Calls), Tone.None),
            (Amount.Count(totals.InputTokens), Tone.None),
            (Amount.Count(totals.OutputTokens), Tone.None),
            (Amount.Count(totals.CacheWriteTokens), Tone.None),
            (Amount.Count(totals.CacheReadTokens), Tone.None),
        ];
    }

    private static string Cost(ConsolePage page, Verdict verdict, Totals totals) =>
        Spend.Text(verdict, totals, page.AtLeast);

    private static void Limits(ConsolePage page, Verdict verdict)
    {
        if (verdict.Limits.Count == 0)
            return;
        var table = new ConsoleTable { LeftAligned = [0, 4, 5, 6], LeastColumns = 5 };
        table.Add();
        table.Add(
            ("Limits", Tone.Strong),
            ("used", Tone.Dim),
            ("limit", Tone.Dim),
            ("", Tone.Dim),
            ("", Tone.None),
            ("", Tone.None),
            ("", Tone.None)
        );
        foreach (var use in verdict.Limits)
            table.Add(Row(page, use));
        table.WriteTo(page);
    }

    private static (string, Tone)[] Row(ConsolePage page, LimitUse use)
    {
        var (state, tone) = State(use);
        var metric = use.Limit.Metric;
        return
        [
            (page.Clean(Naming.GetName(use.Limit)), Tone.None),
            (
                (use.LowerBound ? page.AtLeast + " " : "")
                    + MetricAmount.Format(metric, use.Used, use.Limit.Max),
                tone
            ),
            (MetricAmount.FormatExactly(metric, use.Limit.Max), Tone.None),
            (use.Share is { } share ? Amount.Percent(share) : "", tone),
            (state, tone),
            (page.Bar(use.Share ?? 1, page.Width >= 100 ? WideBar : NarrowBar), tone),
            (use.Subject is null ? "" : page.Clean(use.Subject), Tone.Dim),
        ];
    }

    private static (string, Tone) State(LimitUse use) =>
        use.Limit.Severity == Severity.Off ? ("off", Tone.Dim)
        : use.Over
            ? (use.Limit.Severity == Severity.Error ? ("OVER", Tone.Bad) : ("over", Tone.Warn))
        : use.Limit.WarnAt is { } warnAt && use.Share >= warnAt ? ("near", Tone.Warn)
        : ("ok", Tone.Good);

    private static void Broken(ConsolePage page, Verdict verdict, LimitUse use)
    {
        var limit = use.Limit;
        var metric = limit.Metric;
        var times = use.Share is { } share ? " (" + Amount.Percent(share) + ")" : "";
        page.Line();
        page.Line(
            ("Over: ", Tone.Bad),
            (Fit(page, page.Clean(Naming.GetName(limit)), 6), Tone.Strong)
        );
        Detail(page, "limit", MetricAmount.FormatExactly(metric, limit.Max));
        Detail(
            page,
            "used",
            (use.LowerBound ? page.AtLeast + " " : "")
                + MetricAmount.Format(metric, use.Used, limit.Max)
                + times
        );
        Detail(page, "over by", MetricAmount.FormatExactly(metric, use.Used - limit.Max));
        if (use.Broken > 1)
            Detail(page, "tests", Amount.Count(use.Broken) + " are over");
        var label = "top";
        foreach (var spender in use.TopSpenders)
        {
            Detail(
                page,
                label,
                MetricAmount.Format(metric, spender.Used, limit.Max)
                    + "  "
                    + page.Clean(spender.Name)
            );
            label = "";
        }
        if (verdict.Budget.Path is { } path)
            Detail(page, "edit", limit.Position.In(page.Path(path)));
    }

    private static void Detail(ConsolePage page, string label, string text)
    {
        const int Indent = 11;
        page.Line(
            (Cells.PadRight("  " + label, Indent), Tone.Dim),
            (Fit(page, text, Indent), Tone.None)
        );
    }

    private static string Fit(ConsolePage page, string text, int indent) =>
        Cells.Cut(text, page.Width - indent, page.Ellipsis);

    /// <summary>Everything that the limits above have not said already.</summary>
    private static void Findings(ConsolePage page, Verdict verdict)
    {
        var limitsSaid = verdict.Limits.Any(use => use.Over);
        var others = verdict.Diagnostics.Where(diagnostic =>
            diagnostic.Severity != Severity.Off
            && diagnostic.Code != Codes.NearLimit
            && !(diagnostic.Code == Codes.OverBudget && limitsSaid)
        );
        var first = true;
        foreach (var diagnostic in others)
        {
            if (first)
                page.Line();
            first = false;
            var word = diagnostic.Severity == Severity.Error ? "error" : "warning";
            page.Paragraph(
                diagnostic.Code + " " + word + ": " + page.Clean(diagnostic.Message),
                2,
                diagnostic.Severity == Severity.Error ? Tone.Bad : Tone.Warn
            );
            if (diagnostic.File is { } file)
                page.Line(("  " + Fit(page, diagnostic.Position.In(page.Path(file)), 2), Tone.Dim));
        }
    }

    private static void Footer(ConsolePage page, Verdict verdict)
    {
        page.Line();
        if (verdict.Totals.LowerBound)
            page.Paragraph(
                page.AtLeast + " is a lower bound: a stream was cut before its last count.",
                2,
                Tone.Dim
            );
        if (verdict.Totals.UnpricedCalls > 0)
            page.Paragraph(
                "? stands for "
                    + Amount.Counted(verdict.Totals.UnpricedCalls, "call")
                    + " without a price: the total is not known.",
                2,
                Tone.Dim
            );
        if (Spend.CountsReplayed(verdict))
            page.Paragraph(
                "Replayed calls count at list price (\"replayed\": \"counted\").",
                2,
                Tone.Dim
            );
        page.Line(("Prices of " + Amount.Day(verdict.PricesAsOf), Tone.Dim));
        foreach (var directory in verdict.LedgerDirectories)
            page.Line(("Ledger: " + Fit(page, page.Path(directory), 8), Tone.Dim));
    }
}
