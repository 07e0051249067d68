namespace CiBudget.Wire;

/// <summary>Passes over a string or a container of a JSON text by quotes and brackets alone, as fast as they can be found.</summary>
internal struct JsonSkipper
{
    private int _depth;
    private bool _inText;
    private bool _afterBackslash;

    public void StartText() => (_depth, _inText) = (0, true);

    public void StartContainer() => (_depth, _inText) = (1, false);

    /// <summary>Skips on; the index behind the value when it ended.</summary>
    public int Skip(ReadOnlySpan<byte> bytes, int i, out bool ended)
    {
        ended = false;
        while (i < bytes.Length && !ended)
        {
            i = _inText ? SkipText(bytes, i) : SkipStructure(bytes, i);
            ended = !_inText && _depth == 0;
        }
        return i;
    }

    private int SkipText(ReadOnlySpan<byte> bytes, int i)
    {
        if (_afterBackslash)
        {
            _afterBackslash = false;
            i++;
        }
        while (i < bytes.Length)
        {
            var stop = bytes.Slice(i).IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
                return bytes.Length;
            i += stop + 1;
            if (bytes[i - 1] == '"')
            {
                _inText = false;
                return i;
            }
            if (i == bytes.Length)
                _afterBackslash = true;
            else
                i++;
        }
        return i;
    }

    private int SkipStructure(ReadOnlySpan<byte> bytes, int i)
    {
        while (i < bytes.Length)
        {
            switch (bytes[i++])
            {
                case (byte)'"':
                    _inText = true;
                    return i;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']' when --_depth == 0:
                    return i;
            }
        }
        return i;
    }
}
