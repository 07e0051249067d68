using CiBudget.Ledger;

namespace CiBudget.Wire;

/// <summary>A number of a JSON text, read byte by byte, because a chunk may end inside it.</summary>
internal struct JsonNumber
{
    /// <summary>The most that a count can be: what a ledger's line may hold, which is far above any token count.</summary>
    public const long Ceiling = LedgerEntry.MaxCount;

    private long _digits;
    private int _scale;
    private int _exponent;
    private bool _negative;
    private bool _exponentNegative;
    private bool _fraction;
    private bool _inExponent;
    private bool _lostDigit;

    /// <summary>Reads a number of nothing but digits that stands whole in a piece, before a comma or the end of its object.</summary>
    /// <returns>Where it ends; -1 when it is not so plain.</returns>
    public static int EndOfWhole(ReadOnlySpan<byte> bytes, int i, out long value)
    {
        value = 0;
        for (var longest = Math.Min(bytes.Length, i + 15); i < longest; i++)
        {
            var c = bytes[i];
            if (c is < (byte)'0' or > (byte)'9')
                return c is (byte)',' or (byte)'}' && value <= Ceiling ? i : -1;
            value = value * 10 + (c - '0');
        }
        return -1;
    }

    public void Start(byte first)
    {
        this = default;
        if (first == '-')
            _negative = true;
        else
            _digits = first - '0';
    }

    /// <summary>Takes one more byte; false when the number ended before it.</summary>
    public bool Add(byte c)
    {
        switch (c)
        {
            case >= (byte)'0' and <= (byte)'9' when _inExponent:
                _exponent = Math.Min(_exponent * 10 + (c - '0'), 99);
                return true;
            case >= (byte)'0' and <= (byte)'9':
                AddDigit(c - '0');
                return true;
            case (byte)'.':
                return _fraction = true;
            case (byte)'e' or (byte)'E':
                return _inExponent = true;
            case (byte)'+' when _inExponent:
                return true;
            case (byte)'-' when _inExponent:
                return _exponentNegative = true;
            default:
                return false;
        }
    }

    /// <summary>The value; -1 for one that no count can be: negative, not whole, or beyond all measure.</summary>
    public readonly long Value()
    {
        if (_negative && _digits != 0)
            return -1;
        var value = _digits;
        var shift = (_exponentNegative ? -_exponent : _exponent) - _scale;
        for (; shift > 0 && value is > 0 and <= Ceiling; shift--)
            value *= 10;
        for (; shift < 0 && value > 0; shift++)
        {
            if (value % 10 != 0)
                return -1;
            value /= 10;
        }
        return value > Ceiling || _lostDigit ? -1 : value;
    }

    private void AddDigit(int digit)
    {
        var isKept = _digits <= Ceiling;
        _lostDigit |= !isKept && digit != 0;
        if (isKept)
            _digits = _digits * 10 + digit;
        // A digit that is left out before the point stands for a factor of ten all the same: an exponent may make it count.
        if (isKept == _fraction)
            _scale += isKept ? 1 : -1;
    }
}
