using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
#if NET8_0_OR_GREATER
using System.Buffers;
#endif

namespace CiBudget.Ledger;

/// <summary>
/// Writes the little JSON that a ledger needs, several times faster than <c>Utf8JsonWriter</c>: names are constants, and texts
/// are nearly always plain ASCII. Nulls, zeros and false are left out.
/// </summary>
internal sealed class LedgerJson(LedgerBuffer buffer)
{
    // Relaxed: no HTML is made of it, and names in other scripts stay readable.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private bool _follows;

    public void StartObject()
    {
        Separate();
        Raw((byte)'{');
        _follows = false;
    }

    public void StartObject(ReadOnlySpan<byte> name) => Start(name, (byte)'{');

    public void EndObject() => End((byte)'}');

    public void StartArray(ReadOnlySpan<byte> name) => Start(name, (byte)'[');

    public void EndArray() => End((byte)']');

    /// <summary>Starts a new line.</summary>
    public void Reset() => _follows = false;

    /// <summary>A text as an element of an array.</summary>
    public void Element(string value)
    {
        Separate();
        Quoted(value);
    }

    /// <summary>A text, cut where it is long; nothing when it is null or empty.</summary>
    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not { Length: > 0 })
            return;
        Name(name);
        Quoted(value);
    }

    /// <summary>A text that ends with a number, which is not made a string for it.</summary>
    public void Numbered(ReadOnlySpan<byte> name, string start, long number)
    {
        Name(name);
        Quoted(start);
        // Over the closing quote.
        buffer.Advance(-1);
        Digits(number);
        Raw((byte)'"');
    }

    /// <summary>A word that needs no escaping.</summary>
    public void Word(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word)
    {
        Name(name);
        var to = buffer.GetSpan(word.Length + 2);
        to[0] = to[word.Length + 1] = (byte)'"';
        word.CopyTo(to.Slice(1));
        buffer.Advance(word.Length + 2);
    }

    public void Number(ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
            NumberOrZero(name, value);
    }

    public void NumberOrZero(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Digits(value);
    }

    /// <summary>A number that may be zero; nothing when it is not known.</summary>
    public void Known(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
            NumberOrZero(name, number);
    }

    public void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (value)
            FlagOrFalse(name, value);
    }

    public void FlagOrFalse(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        Raw(value ? "true"u8 : "false"u8);
    }

    public void FlagUnlessTrue(ReadOnlySpan<byte> name, bool value)
    {
        if (!value)
            FlagOrFalse(name, value);
    }

    /// <summary>A number of unknown name, such as a counter that Claude added.</summary>
    public void Named(string name, long value)
    {
        Separate();
        Quoted(name);
        Raw((byte)':');
        Digits(value);
    }

    /// <summary>To the microsecond; what no clock can have measured (not a number, a century) is left out.</summary>
    public void Milliseconds(ReadOnlySpan<byte> name, double? value)
    {
        if (value is not { } ms || !(Math.Abs(ms) < 3e12))
            return;
        var micros = (long)Math.Round(ms * 1000);
        if (micros == 0)
            return;
        Name(name);
        if (micros < 0)
            Raw((byte)'-');
        micros = Math.Abs(micros);
        Digits(micros / 1000);
        var (fraction, digits) = (micros % 1000, 3);
        for (; digits > 0 && fraction % 10 == 0; digits--)
            fraction /= 10;
        if (digits == 0)
            return;
        Raw((byte)'.');
        Utf8Formatter.TryFormat(
            fraction,
            buffer.GetSpan(8),
            out var written,
            new('D', (byte)digits)
        );
        buffer.Advance(written);
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public void Checksum(ReadOnlySpan<byte> name, ulong value)
    {
        Name(name);
        Raw((byte)'"');
        Utf8Formatter.TryFormat(
            value,
            buffer.GetSpan(LedgerChecksum.TextLength),
            out var written,
            new('x', LedgerChecksum.TextLength)
        );
        buffer.Advance(written);
        Raw((byte)'"');
    }

    /// <summary>Dollars with every digit.</summary>
    public void Usd(ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is not { } usd)
            return;
        Name(name);
        Utf8Formatter.TryFormat(usd, buffer.GetSpan(32), out var written);
        buffer.Advance(written);
    }

    /// <summary>UTC, always 28 characters, so that times sort as text.</summary>
    public void Time(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Name(name);
        Raw((byte)'"');
        Utf8Formatter.TryFormat(value.UtcDateTime, buffer.GetSpan(32), out var written, 'O');
        buffer.Advance(written);
        Raw((byte)'"');
    }

    private void Start(ReadOnlySpan<byte> name, byte bracket)
    {
        Name(name);
        Raw(bracket);
        _follows = false;
    }

    private void End(byte bracket)
    {
        Raw(bracket);
        _follows = true;
    }

    private void Separate()
    {
        if (_follows)
            Raw((byte)',');
        _follows = true;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        var to = buffer.GetSpan(name.Length + 4);
        var length = 0;
        if (_follows)
            to[length++] = (byte)',';
        _follows = true;
        to[length++] = (byte)'"';
        name.CopyTo(to.Slice(length));
        length += name.Length;
        to[length++] = (byte)'"';
        to[length++] = (byte)':';
        buffer.Advance(length);
    }

    private void Quoted(string text)
    {
        text = LedgerText.Cut(text);
        buffer.GetSpan((text.Length * 3) + 2)[0] = (byte)'"';
        var start = buffer.Length + 1;
        // Half a surrogate pair becomes U+FFFD here.
        var length = Encoding.UTF8.GetBytes(text, 0, text.Length, buffer.Bytes, start);
        var utf8 = buffer.Bytes.AsSpan(start, length);
        if (IsPlain(utf8))
        {
            buffer.Bytes[start + length] = (byte)'"';
            buffer.Advance(length + 2);
            return;
        }
        Escape(start, length);
    }

    /// <summary>Escapes UTF-8 that stands behind the written bytes and an opening quote, in place.</summary>
    private void Escape(int start, int length)
    {
        // Escaped, a byte takes six at most. The original moves behind the room for that.
        var room = length * 6;
        buffer.GetSpan(1 + room + length);
        var bytes = buffer.Bytes;
        Buffer.BlockCopy(bytes, start, bytes, start + room, length);
        Encoder.EncodeUtf8(
            bytes.AsSpan(start + room, length),
            bytes.AsSpan(start, room),
            out _,
            out var written
        );
        buffer.Advance(1 + written);
        Raw((byte)'"');
    }

    private void Digits(long value)
    {
        Utf8Formatter.TryFormat(value, buffer.GetSpan(20), out var written);
        buffer.Advance(written);
    }

    private void Raw(byte single)
    {
        buffer.GetSpan(1)[0] = single;
        buffer.Advance(1);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        buffer.Advance(bytes.Length);
    }

#if NET8_0_OR_GREATER
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8
    );

    private static bool IsPlain(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(PlainBytes) < 0;
#else
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (var single in text)
        {
            if (single is < 0x20 or > 0x7E or (byte)'"' or (byte)'\\')
                return false;
        }
        return true;
    }
#endif
}
