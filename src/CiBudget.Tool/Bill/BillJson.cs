using System.Text.Json;
using CiBudget.Checking;
using CiBudget.Json;

namespace CiBudget.Tool.Bill;

/// <summary>A bill as JSON, for programs. The shape is published as <c>build/schemas/bill.schema.json</c>.</summary>
internal static class BillJson
{
    /// <summary>The version of the shape; it rises when a member changes its meaning or goes.</summary>
    private const int Version = 1;

    public static string Render(BillQuestion question, BillReport report) =>
        JsonOutput.FormatObject(json =>
        {
            json.WriteNumber("version", Version);
            json.WriteString("source", Naming.Camel(report.Source));
            json.WriteString("from", Period.Format(question.Period.From));
            json.WriteString("to", Period.Format(question.Period.To));
            json.WriteTime("dataRefreshedAt", report.RefreshedAt);
            json.Strings("by", question.By.Select(dimension => Naming.Camel(dimension)));
            json.Strings("workspaces", question.Workspaces);
            json.Strings("keys", question.Keys);
            json.Strings("models", question.Models);
            json.Object("total", () => Figures(json, BillLines.Total(report)));
            json.Objects(
                "lines",
                BillLines.From(report, question.IsBy(Dimension.TokenType)),
                line => Write(json, line)
            );
            json.Strings("notes", report.Notes);
        });

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, Period.Format(known));
        else
            json.WriteNull(name);
    }

    public static void WriteCount(this Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, BillLine line)
    {
        foreach (var dimension in Enum.GetValues<Dimension>())
            json.WriteString(
                Naming.Camel(dimension),
                dimension == Dimension.TokenType ? line.Kind : line.Group.Get(dimension)
            );
        Figures(json, line);
    }

    private static void Figures(Utf8JsonWriter json, BillLine line)
    {
        json.WriteCount("count", line.Count);
        json.WriteCount("requests", line.Requests);
        json.Number("amountUsd", line.AmountUsd);
        json.Number("listUsd", line.ListUsd);
    }
}
