using System.Text.Json;

namespace CiBudget;

/// <summary>
/// Turns byte offsets of UTF-8 text into lines and columns as editors count them. It goes on from the last offset asked for, so
/// asking in rising order costs one pass over the text.
/// </summary>
internal ref struct LineMap(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> text = utf8;
    private int offset;
    private int line = 1;
    private int column = 1;

    public Position At(long target)
    {
        if (target < offset)
            (offset, line, column) = (0, 1, 1);
        for (; offset < target && offset < text.Length; offset++)
        {
            var next = text[offset];
            // "\r\n" ends one line: its "\r" is passed over and the "\n" counts.
            if (
                next == '\n'
                || (next == '\r' && (offset + 1 == text.Length || text[offset + 1] != '\n'))
            )
                (line, column) = (line + 1, 1);
            else if (next != '\r')
                column += Utf16Units(next);
        }
        return new Position(line, column);
    }

    /// <summary>Where the reader of the whole text stopped.</summary>
    public Position At(JsonException fault)
    {
        // The reader's lines end at '\n' only.
        var (start, line) = (0, fault.LineNumber ?? 0);
        for (; line > 0 && start < text.Length; start++)
        {
            if (text[start] == '\n')
                line--;
        }
        return At(Math.Min(text.Length, start + (fault.BytePositionInLine ?? 0)));
    }

    /// <summary>A character counts at its first byte: none for those that go on, two for those outside the basic plane.</summary>
    private static int Utf16Units(byte next) =>
        (next & 0b1100_0000) == 0b1000_0000 ? 0
        : next >= 0b1111_0000 ? 2
        : 1;
}
