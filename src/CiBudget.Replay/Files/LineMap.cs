using System.Text;

namespace CiBudget.Replay;

/// <summary>Turns byte offsets of a UTF-8 text into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly Lazy<List<int>> _starts;

    public LineMap(ReadOnlyMemory<byte> text)
    {
        _text = text;
        _starts = new(Starts);
    }

    private List<int> Starts()
    {
        var starts = new List<int> { 0 };
        var bytes = _text.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }
        return starts;
    }

    public Position PositionOf(int offset)
    {
        var starts = _starts.Value;
        var found = starts.BinarySearch(offset);
        var line = found < 0 ? ~found - 1 : found;
        return new(
            line + 1,
            Encoding.UTF8.GetCharCount(_text.Span[starts[line]..Math.Min(offset, _text.Length)])
                + 1
        );
    }

    /// <summary>The place of a byte in a line, both from zero.</summary>
    public Position PositionOf(int line, int byteInLine) =>
        PositionOf(
            Math.Min(
                _text.Length,
                _starts.Value[Math.Min(line, _starts.Value.Count - 1)] + byteInLine
            )
        );
}
