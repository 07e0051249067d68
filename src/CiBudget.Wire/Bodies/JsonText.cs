namespace CiBudget.Wire;

/// <summary>A string of a JSON text that could not be taken from the input in one piece: it had escapes, or a chunk ended in it.</summary>
internal struct JsonText
{
    /// <summary>Bytes that are kept of a string. Ids, models and error texts that matter are shorter.</summary>
    public const int Cap = 256;

    private const int NoEscape = 0;
    private const int AfterBackslash = -1;

    // Most bodies come in pieces that hold their strings whole and never need the buffer.
    private byte[]? _buffer;
    private int _length;
    private int _escape;
    private int _unit;

    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public readonly bool IsEmpty => _length == 0;

    public readonly bool InEscape => _escape != NoEscape;

    public void Clear()
    {
        _length = 0;
        _escape = NoEscape;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var take = Math.Min(bytes.Length, Cap - _length);
        if (take <= 0)
            return;
        _buffer ??= new byte[Cap];
        bytes.Slice(0, take).CopyTo(_buffer.AsSpan(_length));
        _length += take;
    }

    public void BeginEscape() => _escape = AfterBackslash;

    /// <summary>Reads one byte of an escape; false when it cannot be one.</summary>
    public bool Escape(byte c)
    {
        if (_escape > NoEscape)
            return Hex(c);
        if (c == 'u')
        {
            (_escape, _unit) = (4, 0);
            return true;
        }
        _escape = NoEscape;
        var plain = c switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => c,
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => (byte)0,
        };
        AppendByte(plain);
        return plain != 0;
    }

    private bool Hex(byte c)
    {
        var digit = c switch
        {
            >= (byte)'0' and <= (byte)'9' => c - '0',
            >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
            _ => -1,
        };
        if (digit < 0)
            return false;
        _unit = (_unit << 4) | digit;
        if (--_escape == NoEscape)
            AppendUnit(_unit);
        return true;
    }

    private void AppendUnit(int unit)
    {
        if (unit < 0x80)
            AppendByte((byte)unit);
        else if (unit < 0x800)
        {
            AppendByte((byte)(0xC0 | (unit >> 6)));
            AppendByte((byte)(0x80 | (unit & 0x3F)));
        }
        else if (unit is >= 0xD800 and <= 0xDFFF)
        {
            // Half a character outside the basic plane: no id, model or type has one.
            AppendByte((byte)'?');
        }
        else
        {
            AppendByte((byte)(0xE0 | (unit >> 12)));
            AppendByte((byte)(0x80 | ((unit >> 6) & 0x3F)));
            AppendByte((byte)(0x80 | (unit & 0x3F)));
        }
    }

    private void AppendByte(byte c)
    {
        if (_length == Cap)
            return;
        _buffer ??= new byte[Cap];
        _buffer[_length++] = c;
    }
}
