using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>A bill as a table.</summary>
internal static class BillTable
{
    public static void Draw(ConsolePage page, BillQuestion question, BillReport report)
    {
        var total = BillLines.Total(report);
        ConsoleTable.Write(page, Create(question, report, total));
        page.Paragraph($"{question.Period}. {Freshness(report)}", 0, Tone.Dim);
        if (Discount(total) is { } discount)
            page.Paragraph(discount, 0, Tone.Dim);
        foreach (var note in report.Notes)
            page.Paragraph("Note: " + note, 6, Tone.Warn);
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

    private static Table Create(BillQuestion question, BillReport report, BillLine total)
    {
        var byKind = question.IsBy(Dimension.TokenType);
        var names = question
            .By.Where(dimension => dimension != Dimension.TokenType)
            .Select(Name)
            .ToList();
        if (byKind)
            names.Add(new("what", line => new(BillKinds.Name(line.Kind ?? ""))));
        if (names.Count == 0)
            names.Add(new("", _ => new("All")));
        var first = names[0];
        // The sum has no names.
        names = names.ConvertAll(column =>
            column with
            {
                Cell = line =>
                    !ReferenceEquals(line, total)
                        ? column.Cell(line)
                        : new(ReferenceEquals(column, first) ? "Total" : ""),
            }
        );
        List<TableColumn<BillLine>> requests = byKind
            ? []
            : [new("requests", line => TableCell.Count(line.Requests), Figure: true)];
        return Table.Create(
            "",
            BillLines.From(report, byKind),
            [
                .. names,
                new(byKind ? "count" : "tokens", line => TableCell.Count(line.Count), Figure: true),
                .. requests,
                new("charged", line => TableCell.Usd(line.AmountUsd), Figure: true),
                new("list price", line => TableCell.Usd(line.ListUsd, Tone.Dim), Figure: true),
            ],
            [total],
            kept: names.Count + 3
        );
    }

    private static TableColumn<BillLine> Name(Dimension dimension) =>
        new(Naming.Camel(dimension), line => new(line.Group.Get(dimension) ?? "(none)"));
}
