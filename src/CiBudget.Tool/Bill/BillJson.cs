using CiBudget.Checking;
using CiBudget.Json;

namespace CiBudget.Tool.Bill;

/// <summary>A bill as JSON, for programs. The shape is published as <c>build/schemas/bill.schema.json</c>.</summary>
internal static class BillJson
{
    /// <summary>The version of the shape; it rises when a member changes its meaning or goes.</summary>
    private const int Version = 1;

    public static object Create(BillQuestion question, BillReport report) =>
        new
        {
            version = Version,
            source = Naming.Camel(report.Source),
            from = Period.Format(question.Period.From),
            to = Period.Format(question.Period.To),
            dataRefreshedAt = Period.Format(report.RefreshedAt),
            by = question.By.Select(dimension => Naming.Camel(dimension)),
            workspaces = question.Workspaces,
            keys = question.Keys,
            models = question.Models,
            total = Figures(BillLines.Total(report)),
            lines = BillLines.From(report, question.IsBy(Dimension.TokenType)).Select(Line),
            notes = report.Notes,
        };

    private static Dictionary<string, object?> Line(BillLine line) =>
        Enum.GetValues<Dimension>()
            .Select(dimension =>
                KeyValuePair.Create(
                    Naming.Camel(dimension),
                    (object?)(
                        dimension == Dimension.TokenType ? line.Kind : line.Group.Get(dimension)
                    )
                )
            )
            .Concat(Figures(line))
            .ToDictionary();

    private static Dictionary<string, object?> Figures(BillLine line) =>
        new()
        {
            ["count"] = line.Count,
            ["requests"] = line.Requests,
            ["amountUsd"] = line.AmountUsd,
            ["listUsd"] = line.ListUsd,
        };
}
