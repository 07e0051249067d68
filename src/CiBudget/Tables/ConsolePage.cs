using System.Text;
using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>Lines of a report for a terminal, in one width, alphabet and colouring. Whatever text it is given, it writes harmless.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConsolePage(ReportStyle style)
{
    private const int LeastWidth = 40;
    private const int WideBar = 20;
    private const int NarrowBar = 10;

    private readonly StringBuilder _text = new();

    /// <summary>Its columns.</summary>
    public int Width { get; } = Math.Max(LeastWidth, style.Width);

    internal string Ellipsis => style.Ascii ? "..." : "…";

    /// <summary>Text from outside as this page shows it.</summary>
    public string Clean(string? text) =>
        style.Ascii ? SafeText.Ascii(SafeText.Line(text)) : SafeText.Line(text);

    /// <summary>The same, cut in the middle where it is wider than what is left of a line.</summary>
    public string Fit(string text, int indent) => Cells.Cut(Clean(text), Width - indent, Ellipsis);

    /// <summary>A path, relative to the root where it is below it.</summary>
    public string Path(string path) => ReportPath.Shown(path, style.Root);

    /// <summary>A bar: full only at the limit, empty only at nothing.</summary>
    internal string Bar(decimal share)
    {
        var cells = Width >= 100 ? WideBar : NarrowBar;
        var exact = Math.Round(Math.Min(share, 1) * cells, MidpointRounding.AwayFromZero);
        var filled = (int)(
            share >= 1 ? cells
            : share > 0 ? Math.Min(cells - 1, Math.Max(1, exact))
            : 0
        );
        return Clean(new string('█', filled) + new string('░', cells - filled));
    }

    /// <summary>A line of pieces, each in its tone.</summary>
    public void Line(params (string Text, Tone Tone)[] pieces)
    {
        var last = pieces.Length - 1;
        while (last >= 0 && pieces[last].Text.Trim().Length == 0)
            last--;
        for (var i = 0; i <= last; i++)
            Append(i == last ? pieces[i].Text.TrimEnd() : pieces[i].Text, pieces[i].Tone);
        _text.Append('\n');
    }

    /// <summary>A paragraph, broken at spaces; later lines are indented.</summary>
    public void Paragraph(string text, int indent, Tone tone = Tone.None)
    {
        var margin = "";
        foreach (var line in Cells.Wrap(Clean(text), Width - indent))
        {
            Line((margin, Tone.None), (line, tone));
            margin = new string(' ', indent);
        }
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private void Append(string text, Tone tone)
    {
        var clean = Clean(text);
        _text.Append(
            style.Color && tone != Tone.None && clean.Length > 0
                ? $"\u001b[{Amount.Plain((int)tone)}m{clean}\u001b[0m"
                : clean
        );
    }
}
