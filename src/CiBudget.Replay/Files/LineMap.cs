using System.Text;

namespace CiBudget.Replay;

/// <summary>Turns byte offsets of a UTF-8 text into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly List<int> starts = [0];

    public LineMap(ReadOnlyMemory<byte> text)
    {
        this.text = text;
        var bytes = text.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }
    }

    public Position PositionOf(int offset)
    {
        var found = starts.BinarySearch(offset);
        var line = found < 0 ? ~found - 1 : found;
        return new(
            line + 1,
            Encoding.UTF8.GetCharCount(text.Span[starts[line]..Math.Min(offset, text.Length)]) + 1
        );
    }

    /// <summary>The place of a byte in a line, both from zero.</summary>
    public Position PositionOf(int line, int byteInLine) =>
        PositionOf(Math.Min(text.Length, starts[Math.Min(line, starts.Count - 1)] + byteInLine));
}
