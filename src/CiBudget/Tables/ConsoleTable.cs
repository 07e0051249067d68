using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>Writes tables for a terminal: names give way first, then whole columns go, the rightmost first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConsoleTable
{
    private const int Gap = 2;

    /// <summary>Writes tables below each other, in common columns.</summary>
    public static void Write(ConsolePage page, params Table[] tables)
    {
        var rows = tables.SelectMany(table => Lines(page, table).Prepend([])).Skip(1).ToList();
        var figures = Columns(tables[0]).Select(column => column?.Figure == true).ToList();
        var widths = figures
            .Select((_, i) => rows.Max(row => i < row.Count ? Cells.Width(row[i].Text) : 0))
            .ToArray();
        var names = widths[0];
        // Names keep two fifths of the line before a column goes.
        widths[0] = Math.Min(names, page.Width * 2 / 5);
        var columns = widths.Length;
        while (columns > tables[0].Kept && Total(widths, columns) > page.Width)
            columns--;
        var spare = page.Width - Total(widths, columns) + widths[0];
        widths[0] = Math.Min(names, Math.Max(1, spare));
        foreach (var row in rows)
            page.Line([
                .. row.Take(columns)
                    .SelectMany((cell, i) => Pieces(page, cell, i, widths[i], figures[i])),
            ]);
    }

    /// <summary>Those of the terminal; null for bars, which stand behind their column.</summary>
    private static IEnumerable<TableColumn?> Columns(Table table) =>
        table
            .ColumnsIn(Room.Terminal)
            .SelectMany(place => place.Column.Bars ? new[] { place.Column, null } : [place.Column]);

    private static IEnumerable<List<TableCell>> Lines(ConsolePage page, Table table)
    {
        yield return Line(
            page,
            table,
            [.. table.Columns.Select((column, i) => Heading(table, column, i))]
        );
        foreach (var row in table.Rows)
            yield return Line(page, table, row);
        foreach (var row in table.Totals)
            yield return Line(page, table, [.. row.Select(Strong)]);
    }

    private static List<TableCell> Line(ConsolePage page, Table table, IReadOnlyList<TableCell> row)
    {
        var cells = new List<TableCell>();
        foreach (var (column, i) in table.ColumnsIn(Room.Terminal))
        {
            cells.Add(row[i] with { Text = page.Clean(row[i].Text) });
            if (column.Bars)
                cells.Add(new(row[i].Value is { } share ? page.Bar(share) : "", row[i].Tone));
        }
        return cells;
    }

    private static TableCell Heading(Table table, TableColumn column, int index) =>
        index == 0 ? new(table.Title.Length > 0 ? table.Title : column.Title, Tone.Strong)
        : column.Obvious ? new("")
        : new(Texts.LowerFirst(column.Title), Tone.Dim);

    private static TableCell Strong(TableCell cell) =>
        cell.Tone is Tone.None or Tone.Dim ? cell with { Tone = Tone.Strong } : cell;

    private static int Total(int[] widths, int columns) =>
        widths
            .Take(columns)
            .Where((width, index) => index == 0 || width > 0)
            .Sum(width => width + Gap) - Gap;

    private static IEnumerable<(string, Tone)> Pieces(
        ConsolePage page,
        TableCell cell,
        int index,
        int width,
        bool figure
    )
    {
        if (index > 0 && width == 0)
            yield break;
        var text = index == 0 ? Cells.Cut(cell.Text, width, page.Ellipsis) : cell.Text;
        var space = (new string(' ', Math.Max(0, width - Cells.Width(text))), Tone.None);
        if (index > 0)
            yield return (new string(' ', Gap), Tone.None);
        if (figure)
            yield return space;
        yield return (text, cell.Tone);
        if (!figure)
            yield return space;
    }
}
