namespace CiBudget.Tables;

/// <summary>Rows in columns: the first holds names and gives way, then whole columns go, the rightmost first.</summary>
internal sealed class ConsoleTable
{
    private const int Gap = 2;
    private readonly List<(string Text, Tone Tone)[]> _rows = [];

    /// <summary>Columns, counted from 0, whose text starts at the left; the others end at the right.</summary>
    public int[] LeftAligned { get; init; } = [0];

    /// <summary>Columns that never go, counted from the left.</summary>
    public int LeastColumns { get; init; } = 2;

    public void Add(params (string Text, Tone Tone)[] cells) => _rows.Add(cells);

    public void WriteTo(ConsolePage page)
    {
        // Names keep two fifths of the line before a column goes.
        var widths = Widths(page.Width * 2 / 5);
        var columns = widths.Length;
        while (columns > LeastColumns && Total(widths, columns) > page.Width)
            columns--;
        var spare = page.Width - Total(widths, columns) + widths[0];
        widths[0] = Math.Min(NameWidth(), Math.Max(1, spare));
        foreach (var row in _rows)
            page.Line(Pieces(row, widths, columns, page.Ellipsis));
    }

    private int NameWidth() => _rows.Max(row => row.Length == 0 ? 0 : Cells.Width(row[0].Text));

    private int[] Widths(int leastNameWidth)
    {
        var widths = new int[_rows.Max(row => row.Length)];
        foreach (var row in _rows)
            for (var i = 0; i < row.Length; i++)
                widths[i] = Math.Max(widths[i], Cells.Width(row[i].Text));
        widths[0] = Math.Min(widths[0], leastNameWidth);
        return widths;
    }

    private static int Total(int[] widths, int columns) =>
        widths
            .Take(columns)
            .Where((width, index) => index == 0 || width > 0)
            .Sum(width => width + Gap) - Gap;

    private (string, Tone)[] Pieces(
        (string Text, Tone Tone)[] row,
        int[] widths,
        int columns,
        string ellipsis
    )
    {
        var pieces = new List<(string, Tone)>();
        for (var i = 0; i < Math.Min(columns, row.Length); i++)
        {
            if (i > 0 && widths[i] == 0)
                continue;
            var text = i == 0 ? Cells.Cut(row[i].Text, widths[0], ellipsis) : row[i].Text;
            var left = LeftAligned.Contains(i);
            pieces.Add((i == 0 ? "" : new string(' ', Gap), Tone.None));
            if (!left)
                pieces.Add(
                    (new string(' ', Math.Max(0, widths[i] - Cells.Width(text))), Tone.None)
                );
            pieces.Add((text, row[i].Tone));
            if (left)
                pieces.Add(
                    (new string(' ', Math.Max(0, widths[i] - Cells.Width(text))), Tone.None)
                );
        }
        return [.. pieces];
    }
}
