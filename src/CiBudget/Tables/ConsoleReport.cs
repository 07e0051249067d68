using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>The report that people read at the end of a run.</summary>
public static class ConsoleReport
{
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
        if (verdict.Tests.Count > 0)
        {
            page.Line();
            var tests = SpendTable.Tests(verdict, Math.Max(1, style.Top));
            ConsoleTable.Write(
                page,
                verdict.Models.Count > 0 ? [tests, SpendTable.Models(verdict)] : [tests]
            );
        }
        if (verdict.Limits.Count > 0)
        {
            page.Line();
            ConsoleTable.Write(page, LimitTable.Create(verdict));
        }
        foreach (var use in LimitTable.Broken(verdict))
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
        page.Paragraph(string.Join(" · ", Facts(verdict)), 0, Tone.Dim);
        page.Paragraph(Naming.Measured(verdict, page.Path), 0, Tone.Dim);
        if (verdict.Totals is { ReservedUsd: > 0 } totals)
            page.Paragraph(
                $"Enforced while it ran: reserved {Amount.Usd(totals.ReservedUsd)} for calls that used {Amount.Usd(totals.SettledUsd)}",
                0,
                Tone.Dim
            );
    }

    private static IEnumerable<string> Facts(Verdict verdict)
    {
        var totals = verdict.Totals;
        yield return Spend.Text(verdict, totals)
            + (
                Spend.CountsReplayed(verdict)
                    ? $" counted, {Amount.Usd(totals.CostUsd)} of it charged"
                    : " spent"
            );
        if (totals.ReplayedCalls > 0)
            yield return $"{Amount.Usd(totals.AvoidedUsd)} avoided by {Amount.Counted(totals.ReplayedCalls, "replayed call")}{PlayedBy(verdict)}";
        yield return Amount.Counted(totals.Calls, "call");
        if (totals.FailedCalls > 0)
            yield return Amount.Count(totals.FailedCalls) + " failed";
        if (totals.Retries > 0)
            yield return Amount.Counted(totals.Retries, "retry", "retries");
        if (totals.RefusedCalls > 0)
            yield return Amount.Count(totals.RefusedCalls) + " refused";
        yield return Amount.Counted(verdict.Tests.Count(row => row.Test is not null), "test");
        if (verdict.FirstCall is { } first && verdict.LastCall is { } last && last > first)
            yield return Amount.Duration(last - first);
    }

    /// <summary>Which host answered: <c> (WireMock.Net)</c>, or how many of the calls each one that has a name.</summary>
    private static string PlayedBy(Verdict verdict)
    {
        var all = verdict.Totals.ReplayedCalls;
        var hosts = verdict.ReplayHosts.Select(host =>
            (host.Value == all ? "" : Amount.Count(host.Value) + " by ") + host.Key
        );
        return verdict.ReplayHosts.Count == 0 ? "" : " (" + string.Join(", ", hosts) + ")";
    }

    private static void Broken(ConsolePage page, Verdict verdict, LimitUse use)
    {
        const int Indent = 11;
        page.Line();
        page.Line(("Over: ", Tone.Bad), (page.Fit(Naming.GetName(use.Limit), 6), Tone.Strong));
        var file = verdict.Budget.Path is { } path ? page.Path(path) : null;
        foreach (var (label, text) in LimitTable.Details(use, file))
            page.Line(
                (("  " + label).PadRight(Indent), Tone.Dim),
                (page.Fit(text, Indent), Tone.None)
            );
    }

    /// <summary>What is near its limit is said by the table.</summary>
    private static void Findings(ConsolePage page, Verdict verdict)
    {
        var findings = Remarks
            .Findings(verdict)
            .Where(finding => finding.Code != Codes.NearLimit)
            .ToList();
        if (findings.Count > 0)
            page.Line();
        foreach (var finding in findings)
        {
            var (word, tone) =
                finding.Severity == Severity.Error ? ("error", Tone.Bad) : ("warning", Tone.Warn);
            page.Paragraph($"{finding.Code} {word}: {finding.Message}", 2, tone);
            if (finding.File is { } file)
                page.Line(("  " + page.Fit(finding.Position.In(page.Path(file)), 2), Tone.Dim));
        }
    }

    private static void Footer(ConsolePage page, Verdict verdict)
    {
        page.Line();
        foreach (var mark in Remarks.Marks(verdict))
            page.Paragraph(mark, 2, Tone.Dim);
        page.Line(("Prices of " + Amount.Day(verdict.PricesAsOf), Tone.Dim));
        foreach (var directory in verdict.LedgerDirectories)
            page.Line(("Ledger: " + page.Fit(page.Path(directory), 8), Tone.Dim));
    }
}
