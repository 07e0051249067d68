using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool;

/// <summary>One row for each test, most expensive first, as CSV (RFC 4180). A name that a spreadsheet would take for a formula begins with <c>'</c>.</summary>
internal static class CsvReport
{
    private static readonly (string Name, Func<Verdict, TestTotals, string> Value)[] Columns =
    [
        ("test", (_, row) => Text(Naming.GetName(row))),
        ("fixture", (_, row) => Text(row.Test?.Fixture)),
        ("assembly", (_, row) => Text(row.Test?.Assembly)),
        ("costUsd", (_, row) => Usd(row.Totals.CostUsd, row.Totals)),
        ("avoidedUsd", (_, row) => Amount.Plain(row.Totals.AvoidedUsd)),
        ("countedUsd", (verdict, row) => Usd(Spend.Get(verdict, row.Totals), row.Totals)),
        ("lowerBound", (_, row) => row.Totals.LowerBound ? "true" : "false"),
        ("unpricedCalls", (_, row) => Amount.Plain(row.Totals.UnpricedCalls)),
        ("calls", (_, row) => Amount.Plain(row.Totals.Calls)),
        ("failedCalls", (_, row) => Amount.Plain(row.Totals.FailedCalls)),
        ("retries", (_, row) => Amount.Plain(row.Totals.Retries)),
        ("refusedCalls", (_, row) => Amount.Plain(row.Totals.RefusedCalls)),
        ("replayedCalls", (_, row) => Amount.Plain(row.Totals.ReplayedCalls)),
        .. TokenKind.Billed.Select<TokenKind, (string, Func<Verdict, TestTotals, string>)>(kind =>
            (kind.Counter, (_, row) => Amount.Plain(kind.Get(row.Totals.Tokens)))
        ),
    ];

    /// <summary>Renders a verdict: a header line, then a line for each test, each ended by <c>\r\n</c> as the RFC asks.</summary>
    public static string Render(Verdict verdict)
    {
        var csv = new StringBuilder();
        Append(csv, Columns.Select(column => column.Name));
        foreach (var row in verdict.Tests)
            Append(csv, Columns.Select(column => column.Value(verdict, row)));
        return csv.ToString();
    }

    /// <summary>Renders several runs into one table, oldest first: the run's name is the first column, the others are as ever.</summary>
    public static string Render(IReadOnlyList<(string Name, Verdict Verdict)> runs)
    {
        var csv = new StringBuilder();
        Append(csv, Columns.Select(column => column.Name).Prepend("run"));
        foreach (var (name, verdict) in runs)
        foreach (var row in verdict.Tests)
            Append(csv, Columns.Select(column => column.Value(verdict, row)).Prepend(Text(name)));
        return csv.ToString();
    }

    private static void Append(StringBuilder csv, IEnumerable<string> cells) =>
        csv.Append(string.Join(",", cells)).Append("\r\n");

    /// <summary>Empty where nothing is known: a spreadsheet must not sum it as zero.</summary>
    private static string Usd(decimal usd, Totals totals) =>
        Spend.Known(usd, totals) is { } known ? Amount.Plain(known) : "";

    private static string Text(string? text)
    {
        var line = SafeText.Line(text);
        var start = line.TrimStart();
        var formula =
            start.Length > 0
            && start[0] is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
        return "\"" + (formula ? "'" : "") + line.Replace("\"", "\"\"") + "\"";
    }
}
