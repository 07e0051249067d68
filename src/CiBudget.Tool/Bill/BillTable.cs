using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>A bill as a table.</summary>
internal static class BillTable
{
    private const string NotSaid = "–";

    public static void Draw(ConsolePage page, BillQuestion question, BillReport report)
    {
        var byKind = question.IsBy(Dimension.TokenType);
        var lines = BillLines.From(report, byKind);
        var total = BillLines.Total(report);
        var dimensions = question.By.Where(dimension => dimension != Dimension.TokenType).ToList();
        var names = dimensions.Count + (byKind ? 1 : 0);
        var table = new ConsoleTable
        {
            LeftAligned = [.. Enumerable.Range(0, Math.Max(1, names))],
            LeastColumns = names + 3,
        };
        table.Add([
            .. Heads(dimensions, byKind),
            (byKind ? "count" : "tokens", Tone.Dim),
            .. Optional(!byKind, ("requests", Tone.Dim)),
            ("charged", Tone.Dim),
            ("list price", Tone.Dim),
        ]);
        foreach (var line in lines)
            table.Add([
                .. Names(page, dimensions, line, byKind),
                (Count(line.Count), Tone.None),
                .. Optional(!byKind, (Count(line.Requests), Tone.None)),
                (Usd(line.AmountUsd), Tone.None),
                (Usd(line.ListUsd), Tone.Dim),
            ]);
        table.Add([
            ("Total", Tone.Strong),
            .. Enumerable.Repeat(("", Tone.None), Math.Max(0, names - 1)),
            (Count(total.Count), Tone.None),
            .. Optional(!byKind, (Count(total.Requests), Tone.None)),
            (Usd(total.AmountUsd), Tone.Strong),
            (Usd(total.ListUsd), Tone.Dim),
        ]);
        table.WriteTo(page);
        page.Paragraph($"{question.Period}. {Freshness(report)}", 0, Tone.Dim);
        if (Discount(total) is { } discount)
            page.Paragraph(discount, 0, Tone.Dim);
        foreach (var note in report.Notes)
            page.Paragraph("Note: " + page.Clean(note), 6, Tone.Warn);
    }

    /// <summary>Until when the data are complete, as far as that is said.</summary>
    public static string Freshness(BillReport report) =>
        report.RefreshedAt is { } at ? $"Data are complete until {Period.Show(at)} UTC."
        : report.Source == BillSource.Legacy
            ? "The reports do not say until when the data are complete: as a rule, until five minutes ago."
        : "The reports do not say until when the data are complete.";

    /// <summary>What the difference to list price is; null when there is none, or none is known.</summary>
    public static string? Discount(BillLine total) =>
        total is { AmountUsd: { } amount, ListUsd: { } list } && list > 0 && amount < list
            ? $"Charged is after a discount of {Amount.Percent(1 - (amount / list))}; credits are not taken off."
            : null;

    private static IEnumerable<(string, Tone)> Heads(List<Dimension> dimensions, bool byKind)
    {
        var names = dimensions.ConvertAll(dimension => Naming.Camel(dimension));
        if (byKind)
            names.Add("what");
        return names.DefaultIfEmpty("").Select(name => (name, Tone.Dim));
    }

    private static IEnumerable<(string, Tone)> Names(
        ConsolePage page,
        List<Dimension> dimensions,
        BillLine line,
        bool byKind
    )
    {
        var names = dimensions.ConvertAll(dimension =>
            line.Group.Get(dimension) is { } value ? page.Clean(value) : "(none)"
        );
        if (byKind)
            names.Add(page.Clean(BillKinds.Name(line.Kind ?? "")));
        return names.DefaultIfEmpty("All").Select(name => (name, Tone.None));
    }

    private static IEnumerable<(string, Tone)> Optional(bool shown, (string, Tone) cell) =>
        shown ? [cell] : [];

    private static string Count(long? count) => count is { } known ? Amount.Count(known) : NotSaid;

    private static string Usd(decimal? usd) => usd is { } known ? Amount.Usd(known) : NotSaid;
}
