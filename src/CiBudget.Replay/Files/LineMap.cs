using System.Text;

namespace CiBudget.Replay;

/// <summary>Turns byte offsets of a UTF-8 text into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<int> _starts = [0];

    public LineMap(ReadOnlyMemory<byte> text)
    {
        _text = text;
        var bytes = text.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                _starts.Add(i + 1);
            }
        }
    }

    public Position PositionOf(int offset)
    {
        var found = _starts.BinarySearch(offset);
        var line = found < 0 ? ~found - 1 : found;
        return new(
            line + 1,
            Encoding.UTF8.GetCharCount(_text.Span[_starts[line]..Math.Min(offset, _text.Length)])
                + 1
        );
    }

    /// <summary>The place of a byte in a line, both from zero.</summary>
    public Position PositionOf(int line, int byteInLine) =>
        PositionOf(Math.Min(_text.Length, _starts[Math.Min(line, _starts.Count - 1)] + byteInLine));
}
