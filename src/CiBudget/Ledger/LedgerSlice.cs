using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace CiBudget.Ledger;

/// <summary>Where a value stands in a line: a string without its quotes, or a whole object. Nothing is decoded until it is asked for.</summary>
internal readonly record struct LedgerSlice(int Start, int Length, bool Escaped)
{
    /// <summary>True when the line has no such value. (A value never starts at 0, where the line's brace is.)</summary>
    public bool IsMissing => Start == 0;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> line) => line.Slice(Start, Length);

    /// <summary>The text; null when it is missing.</summary>
    public string? Text(ReadOnlySpan<byte> line) => IsMissing ? null : Decode(In(line), Escaped);

    /// <summary>The number; null when it is missing.</summary>
    public double? Number(ReadOnlySpan<byte> line) =>
        !IsMissing && Utf8Parser.TryParse(In(line), out double number, out _) ? number : null;

    /// <summary>A time in any form of ISO 8601; null when it is none.</summary>
    public static DateTimeOffset? ParseTime(ReadOnlySpan<byte> text)
    {
        var quoted = new Utf8JsonReader(Quoted(text));
        try
        {
            return quoted.Read() && quoted.TryGetDateTimeOffset(out var time) ? time : null;
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            // Half a surrogate pair, bytes that are no UTF-8, no escape at all.
            return null;
        }
    }

    private static byte[] Quoted(ReadOnlySpan<byte> text)
    {
        var quoted = new byte[text.Length + 2];
        quoted[0] = quoted[quoted.Length - 1] = (byte)'"';
        text.CopyTo(quoted.AsSpan(1));
        return quoted;
    }

    private static string Decode(ReadOnlySpan<byte> text, bool escaped)
    {
        if (escaped)
        {
            var reader = new Utf8JsonReader(Quoted(text));
            try
            {
                reader.Read();
                return reader.GetString()!;
            }
            catch (Exception e) when (e is InvalidOperationException or JsonException)
            {
                // Half a surrogate pair, or no escape at all, written by somebody else: the text as it stands will do to name it.
            }
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
