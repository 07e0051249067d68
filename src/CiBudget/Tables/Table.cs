namespace CiBudget.Tables;

/// <summary>
/// Rows under headings. What is in a table is decided where it is made, once; how it looks, where it is written: <see cref="ConsoleTable"/>,
/// and the tool's Markdown and HTML.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Table
{
    private Table(
        string title,
        IReadOnlyList<TableColumn> columns,
        IReadOnlyList<IReadOnlyList<TableCell>> rows,
        IReadOnlyList<IReadOnlyList<TableCell>> totals
    ) => (Title, Columns, Rows, Totals) = (title, columns, rows, totals);

    /// <summary>What the table is about; empty where its first column says so.</summary>
    public string Title { get; }

    /// <summary>The columns; the first holds names.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The rows, each with a cell for every column.</summary>
    public IReadOnlyList<IReadOnlyList<TableCell>> Rows { get; }

    /// <summary>Rows that sum up the others and stand below them.</summary>
    public IReadOnlyList<IReadOnlyList<TableCell>> Totals { get; }

    /// <summary>How many columns a terminal keeps however narrow it is.</summary>
    public int Kept { get; init; } = int.MaxValue;

    /// <summary>Makes a table of things, each a row.</summary>
    public static Table Create<T>(
        string title,
        IEnumerable<T> rows,
        IReadOnlyList<TableColumn<T>> columns,
        IEnumerable<T>? totals = null,
        int kept = int.MaxValue
    )
    {
        return new(title, columns, Cells(rows), Cells(totals ?? [])) { Kept = kept };

        IReadOnlyList<IReadOnlyList<TableCell>> Cells(IEnumerable<T> things) =>
            [.. things.Select(thing => columns.Select(column => column.Cell(thing)).ToList())];
    }

    /// <summary>The columns that a medium has room for, each with its place among all.</summary>
    public IEnumerable<(TableColumn Column, int Index)> ColumnsIn(Room room) =>
        Columns
            .Select((column, index) => (column, index))
            .Where(place => place.column.Needs <= room);
}
