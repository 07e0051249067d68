using System.Buffers.Text;

namespace CiBudget.Ledger;

/// <summary>
/// Reads the JSON of one line, forward only, for a reader that knows what it looks for: values that nobody wants are passed over
/// by their brackets and quotes, and most keys are told by one comparison.
/// </summary>
/// <param name="line">The line.</param>
/// <param name="order">What is known of the order of fields.</param>
internal ref struct LedgerLineReader(ReadOnlySpan<byte> line, FieldOrder order)
{
    private const string OtherType = "a value has another type than the schema says";

    private readonly ReadOnlySpan<byte> _line = line;
    private readonly FieldOrder _order = order;
    private int _at;
    private bool _follows;

    /// <summary>True when nothing but white space is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at == _line.Length;
        }
    }

    /// <summary>Enters an object; false when the next value is none.</summary>
    public bool TryStartObject() => TryStart((byte)'{');

    /// <summary>Enters an array; false when the next value is none.</summary>
    public bool TryStartArray() => TryStart((byte)'[');

    /// <summary>
    /// Goes to the next property's value; false at the object's end. Lines are alike in the order of their keys, so that most names are
    /// told by a comparison with one that is expected.
    /// </summary>
    /// <param name="field">The field before, null at the start; then the one of the value, null for one that is not known.</param>
    public bool TryNextField(ref LedgerField? field)
    {
        var comma = _follows ? 1 : 0;
        if (_order.Expect(field, _line.Slice(_at), comma) is { } next)
        {
            _at += next.AsNext.Length - 1 + comma;
            field = next;
            return true;
        }
        if (!TryNextProperty(out var name))
            return false;
        field = _order.Learn(field, name);
        return true;
    }

    /// <summary>Goes to the next property's value; false at the object's end.</summary>
    public bool TryNextProperty(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (TryEnd((byte)'}'))
            return false;
        if (Peek() != '"')
            throw Invalid();
        name = String().In(_line);
        if (Peek() != ':')
            throw Invalid();
        _at++;
        return true;
    }

    /// <summary>Goes to the next element; false at the array's end.</summary>
    public bool TryNextElement() => !TryEnd((byte)']');

    /// <summary>Passes over a null; false when the next value is none.</summary>
    public bool TryNull() => TryLiteral("null"u8);

    public bool Boolean() =>
        TryLiteral("true"u8)
        || (TryLiteral("false"u8) ? false : throw new FormatException(OtherType));

    public LedgerSlice String()
    {
        if (Peek() != '"')
            throw new FormatException(OtherType);
        var start = ++_at;
        var escaped = false;
        while (true)
        {
            var length = _line.Slice(_at).IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
                throw Invalid();
            _at += length;
            if (_line[_at] == '"')
                break;
            escaped = true;
            SkipEscape();
        }
        _follows = true;
        return new(start, _at++ - start, escaped);
    }

    /// <summary>Passes over an escape, or over the two that stand for one character beyond U+FFFF.</summary>
    private void SkipEscape()
    {
        var unit = EscapedUnit();
        if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && !IsLowSurrogateNext()))
            throw Invalid();
    }

    private bool IsLowSurrogateNext() =>
        _at < _line.Length && _line[_at] == '\\' && char.IsLowSurrogate(EscapedUnit());

    private char EscapedUnit()
    {
        if (_at + 1 >= _line.Length)
            throw Invalid();
        var letter = _line[_at + 1];
        _at += 2;
        if (letter != 'u')
            return "\"\\/bfnrt"u8.IndexOf(letter) >= 0 ? (char)letter : throw Invalid();
        if (
            _at + 4 > _line.Length
            || !Utf8Parser.TryParse(_line.Slice(_at, 4), out ushort unit, out var read, 'x')
            || read != 4
        )
            throw Invalid();
        _at += 4;
        return (char)unit;
    }

    /// <summary>A number, undecoded.</summary>
    public LedgerSlice Number()
    {
        if (Peek() is not ((>= (byte)'0' and <= (byte)'9') or (byte)'-'))
            throw new FormatException(OtherType);
        return Scalar();
    }

    /// <summary>A number of things: whole, not negative, not absurd.</summary>
    public long Count()
    {
        var digits = Number().In(_line);
        var count = 0L;
        foreach (var digit in digits)
        {
            count = (count * 10) + digit - '0';
            if (digit is < (byte)'0' or > (byte)'9' || count > LedgerEntry.MaxCount)
                throw new FormatException(
                    $"a count is not a whole number from 0 to {LedgerEntry.MaxCount}"
                );
        }
        return count;
    }

    /// <summary>Dollars: not negative, not absurd, so that sums of them stay inside <c>decimal</c>.</summary>
    public decimal Usd()
    {
        var digits = Number().In(_line);
        return
            Utf8Parser.TryParse(digits, out decimal usd, out var read)
            && read == digits.Length
            && usd is >= 0 and <= LedgerEntry.MaxCount
            ? usd
            : throw new FormatException($"a sum is not a number from 0 to {LedgerEntry.MaxCount}");
    }

    /// <summary>A point in time.</summary>
    public DateTimeOffset Time()
    {
        var text = String().In(_line);
        // The form that is always written, and the shorter one that other tools write.
        if (
            Utf8Parser.TryParse(text, out DateTimeOffset time, out var read, 'O')
            && read == text.Length
        )
            return time;
        return LedgerSlice.ParseTime(text)
            ?? throw new FormatException("a time is not in the form 2026-11-22T10:00:00.0000000Z");
    }

    /// <summary>One of an enum's names.</summary>
    public T Name<T>()
        where T : struct, Enum =>
        LedgerNames<T>.TryParse(String().In(_line), out var value)
            ? value
            : throw new FormatException("it has a value that is not one of " + typeof(T).Name);

    /// <summary>An object as a whole.</summary>
    public LedgerSlice Object()
    {
        if (Peek() != '{')
            throw new FormatException(OtherType);
        return Skip();
    }

    /// <summary>Passes over a value of any kind.</summary>
    public LedgerSlice Skip()
    {
        var first = Peek();
        if (first == '"')
            return String();
        if (first is not ((byte)'{' or (byte)'['))
            return Scalar();
        var start = _at;
        var depth = 0;
        do
        {
            switch (Peek())
            {
                case (byte)'"':
                    String();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
            }
            _at++;
        } while (depth > 0);
        _follows = true;
        return new(start, _at - start, false);
    }

    private LedgerSlice Scalar()
    {
        var start = _at;
        while (
            _at < _line.Length
            && _line[_at] is not ((byte)',' or (byte)'}' or (byte)']' or <= (byte)' ')
        )
            _at++;
        // A scalar that ends the line has lost the bracket around it.
        if (_at == start || _at == _line.Length)
            throw Invalid();
        _follows = true;
        return new(start, _at - start, false);
    }

    private bool TryStart(byte bracket)
    {
        if (Peek() != bracket)
            return false;
        _at++;
        _follows = false;
        return true;
    }

    private bool TryEnd(byte bracket)
    {
        var next = Peek();
        if (next == bracket)
        {
            _at++;
            _follows = true;
            return true;
        }
        if (_follows)
        {
            if (next != ',')
                throw Invalid();
            _at++;
        }
        return false;
    }

    private bool TryLiteral(ReadOnlySpan<byte> literal)
    {
        if (Peek() != literal[0] || !_line.Slice(_at).StartsWith(literal))
            return false;
        _at += literal.Length;
        _follows = true;
        return true;
    }

    private byte Peek()
    {
        SkipSpace();
        return _at < _line.Length ? _line[_at] : throw Invalid();
    }

    private void SkipSpace()
    {
        while (
            _at < _line.Length && _line[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'
        )
            _at++;
    }

    private static FormatException Invalid() => new("it is not valid JSON");
}
