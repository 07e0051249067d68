using System.Text.Json;

namespace CiBudget.Json;

/// <summary>
/// Turns byte offsets of UTF-8 text into lines and columns as editors count them. It goes on from the last offset asked for, so
/// asking in rising order costs one pass over the text.
/// </summary>
internal sealed class LineMap(byte[] utf8)
{
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    public Position At(long target)
    {
        if (target < _offset)
            (_offset, _line, _column) = (0, 1, 1);
        for (; _offset < target && _offset < utf8.Length; _offset++)
        {
            var next = utf8[_offset];
            // "\r\n" ends one line: its "\r" is passed over and the "\n" counts.
            if (
                next == '\n'
                || (next == '\r' && (_offset + 1 == utf8.Length || utf8[_offset + 1] != '\n'))
            )
                (_line, _column) = (_line + 1, 1);
            else if (next != '\r')
                _column += Utf16Units(next);
        }
        return new Position(_line, _column);
    }

    /// <summary>Where the reader of the whole text stopped.</summary>
    public Position At(JsonException fault)
    {
        // The reader's lines end at '\n' only.
        var (start, line) = (0, fault.LineNumber ?? 0);
        for (; line > 0 && start < utf8.Length; start++)
        {
            if (utf8[start] == '\n')
                line--;
        }
        return At(Math.Min(utf8.Length, start + (fault.BytePositionInLine ?? 0)));
    }

    /// <summary>A character counts at its first byte: none for those that go on, two for those outside the basic plane.</summary>
    private static int Utf16Units(byte next) =>
        (next & 0b1100_0000) == 0b1000_0000 ? 0
        : next >= 0b1111_0000 ? 2
        : 1;
}
