using System.Globalization;
using System.Text;
using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>Lines of the console report, in one width, alphabet and colouring.</summary>
internal sealed class ConsolePage(ReportStyle style)
{
    private const int LeastWidth = 40;
    private readonly StringBuilder _text = new();

    public int Width { get; } = Math.Max(LeastWidth, style.Width);

    public string Ellipsis => style.Ascii ? "..." : "…";

    public string AtLeast => style.Ascii ? ">=" : "≥";

    public string Separator => style.Ascii ? " | " : " · ";

    /// <summary>Text from outside, fit for this page.</summary>
    public string Clean(string? text) =>
        style.Ascii ? SafeText.Ascii(SafeText.Line(text)) : SafeText.Line(text);

    /// <summary>A path from outside, relative to the root where it is below it.</summary>
    public string Path(string path) => Clean(ReportPath.Shown(path, style.Root));

    /// <summary>A bar of so many cells: full only at the limit, empty only at nothing.</summary>
    public string Bar(decimal share, int cells)
    {
        var exact = Math.Round(Math.Min(share, 1) * cells, MidpointRounding.AwayFromZero);
        var filled = (int)(
            share >= 1 ? cells
            : share > 0 ? Math.Min(cells - 1, Math.Max(1, exact))
            : 0
        );
        return new string(style.Ascii ? '=' : '█', filled)
            + new string(style.Ascii ? '.' : '░', cells - filled);
    }

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
        foreach (var line in Cells.Wrap(text, Width - indent))
        {
            Line((margin, Tone.None), (line, tone));
            margin = new string(' ', indent);
        }
    }

    public override string ToString() => _text.ToString();

    private void Append(string text, Tone tone)
    {
        var colored = style.Color && tone != Tone.None && text.Length > 0;
        if (colored)
            _text
                .Append("\u001b[")
                .Append(((int)tone).ToString(CultureInfo.InvariantCulture))
                .Append('m');
        _text.Append(text);
        if (colored)
            _text.Append("\u001b[0m");
    }
}
