using System.Text;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>Writes tables in HTML.</summary>
internal static class HtmlTable
{
    /// <summary>Adds a table.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="table">The table.</param>
    /// <param name="caption">A sentence above it.</param>
    /// <param name="id">Its name for the script, which lets it be sorted; null for one that stays as it is.</param>
    public static void Append(StringBuilder html, Table table, string caption, string? id = null)
    {
        var columns = table.ColumnsIn(Room.Page).ToList();
        html.Append(
            $"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{HtmlText.Escape(table.Title)}\">"
        );
        html.Append(id is null ? "<table>" : $"<table class=\"sortable\" id=\"{id}\">");
        html.Append($"\n<caption>{caption}</caption>\n<thead><tr>");
        foreach (var (column, index) in columns)
            Heading(html, column, id is null ? null : Sorted(index));
        html.Append("</tr></thead>\n<tbody>\n");
        Rows(html, columns, table.Rows, id is not null);
        html.Append("</tbody>");
        if (table.Totals.Count > 0)
        {
            html.Append("\n<tfoot>\n");
            Rows(html, columns, table.Totals, id is not null);
            html.Append("</tfoot>");
        }
        html.Append("</table></div>\n");
    }

    /// <summary>The class that colours it; empty for none.</summary>
    public static string Class(Tone tone) =>
        tone switch
        {
            Tone.Dim => "quiet",
            Tone.Bad => "bad",
            Tone.Warn => "warn",
            Tone.Good => "good",
            _ => "",
        };

    /// <summary>What costs most stands first, until somebody sorts.</summary>
    private static string Sorted(int index) => index == 1 ? "descending" : "none";

    private static void Heading(StringBuilder html, TableColumn column, string? sorted)
    {
        html.Append($"<th scope=\"col\" class=\"{(column.Figure ? "number" : "name")}\"");
        html.Append(
            sorted is null
                ? $">{column.Title}</th>"
                : $" aria-sort=\"{sorted}\"><button type=\"button\">{column.Title}</button></th>"
        );
    }

    private static void Rows(
        StringBuilder html,
        List<(TableColumn Column, int Index)> columns,
        IReadOnlyList<IReadOnlyList<TableCell>> rows,
        bool sortable
    )
    {
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var (column, index) in columns)
                Cell(html, column, row[index], index == 0 ? "th scope=\"row\"" : "td", sortable);
            html.Append("</tr>\n");
        }
    }

    private static void Cell(
        StringBuilder html,
        TableColumn column,
        TableCell cell,
        string tag,
        bool sortable
    )
    {
        var tone = Class(cell.Tone);
        html.Append($"<{tag} class=\"{(column.Figure ? "number" : "name")} {tone}".TrimEnd())
            .Append('"');
        if (sortable && column.Figure)
            html.Append($" data-value=\"{(cell.Value is { } value ? Amount.Plain(value) : "")}\"");
        html.Append('>').Append(HtmlText.Escape(cell.Text));
        if (column.Bars)
            HtmlCharts.Bar(html, cell.Value ?? 0, tone);
        html.Append($"</{tag[..2]}>");
    }
}
