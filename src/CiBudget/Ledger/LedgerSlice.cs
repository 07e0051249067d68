using System.Text;
using System.Text.Json;

namespace CiBudget;

/// <summary>Where a value stands in a line: a string without its quotes, or a whole object. Nothing is decoded until it is asked for.</summary>
internal readonly record struct LedgerSlice(int Start, int Length, bool Escaped)
{
    /// <summary>True when the line has no such value. (A value never starts at 0, where the line's brace is.)</summary>
    public bool IsMissing => Start == 0;

    /// <summary>The string that the reader stands on.</summary>
    public static LedgerSlice OfString(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new FormatException("a string was expected");
        return new((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
    }

    /// <summary>The object that the reader stands on; it is skipped.</summary>
    public static LedgerSlice OfObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("an object was expected");
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(start, (int)reader.BytesConsumed - start, false);
    }

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line) => line.Slice(Start, Length);

    /// <summary>The text; null when it is missing.</summary>
    public string? Text(ReadOnlySpan<byte> line) => IsMissing ? null : Decode(Of(line), Escaped);

    private static string Decode(ReadOnlySpan<byte> text, bool escaped)
    {
        if (escaped)
        {
            var quoted = new byte[text.Length + 2];
            quoted[0] = quoted[quoted.Length - 1] = (byte)'"';
            text.CopyTo(quoted.AsSpan(1));
            var reader = new Utf8JsonReader(quoted);
            try
            {
                reader.Read();
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, written by somebody else: the text as it stands will do to name it.
            }
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
