using System.Text;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>Writes tables in Markdown, which has no colours: what is bad is bold.</summary>
internal static class MarkdownTable
{
    private const int NameWidth = 100;

    /// <summary>Adds a table below its title, where it has one, and what the title is to say besides.</summary>
    public static void Append(StringBuilder text, Table table, string more = "")
    {
        var columns = table.ColumnsIn(Room.Comment).ToList();
        if (table.Title.Length > 0)
            text.Append("\n#### ")
                .Append(MarkdownText.Escape(table.Title))
                .Append(more)
                .Append('\n');
        text.Append('\n');
        Row(text, columns.Select(place => place.Column.Title));
        Row(text, columns.Select(place => place.Column.Figure ? "---:" : "---"));
        foreach (var row in table.Rows)
            Row(text, columns.Select(place => Cell(place.Column, row[place.Index], place.Index)));
        foreach (var row in table.Totals)
            Row(
                text,
                columns.Select(place =>
                    place.Index == 0
                        ? Bold(row[0].Text)
                        : Cell(place.Column, row[place.Index], place.Index)
                )
            );
    }

    /// <summary>A name that fits a table of a comment.</summary>
    public static string Name(string name) => Cells.Cut(SafeText.Line(name), NameWidth, "…");

    private static string Cell(TableColumn column, TableCell cell, int index) =>
        column.Figure ? cell.Text
        : cell.Tone == Tone.Bad ? Bold(MarkdownText.Escape(cell.Text))
        : MarkdownText.Escape(index == 0 ? Name(cell.Text) : cell.Text);

    private static string Bold(string text) => "**" + text + "**";

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
