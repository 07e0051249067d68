using System.Text;

namespace CiBudget.Tests.Shared;

/// <summary>Changes inputs a little: bytes, words of the formats, pieces moved, repeated, dropped or taken from other inputs.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\n",
            "\r\n",
            "\n\n",
            "null",
            "true",
            "-1",
            "0",
            "1e3",
            "1e999",
            "9223372036854775807",
            "99999999999999999999",
            "0.00000000000000000000000000001",
            "\"usage\":{",
            "\"input_tokens\":",
            "\"output_tokens\":7",
            "\"iterations\":[",
            "data: ",
            "event: error\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            "\"v\":2,",
            "\"kind\":\"end\"",
            "\"$1\"",
            "\"*\"",
            "//",
            "/*",
            "\uFEFF",
            "\u2028",
            "😀",
            "\0\0\0\0",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>A changed copy.</summary>
    public byte[] Change(byte[] input, byte[] other)
    {
        var bytes = input;
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
            bytes = ChangeOnce(bytes, other);
        return bytes;
    }

    private byte[] ChangeOnce(byte[] bytes, byte[] other)
    {
        var at = random.Next(bytes.Length + 1);
        var length = Math.Min(random.Next(1, 64), bytes.Length - at);
        var (head, piece, tail) = (bytes[..at], bytes[at..(at + length)], bytes[(at + length)..]);
        return random.Next(9) switch
        {
            0 => head,
            1 => [.. head, .. tail],
            2 => [.. head, .. piece, .. piece, .. tail],
            3 => [.. head, Byte(), .. tail],
            4 => Flip(bytes),
            5 => [.. head, .. Piece(other), .. tail],
            6 => [.. head, .. Repeated(), .. tail],
            _ => [.. head, .. Words[random.Next(Words.Length)], .. piece, .. tail],
        };
    }

    private byte Byte() => (byte)random.Next(256);

    private byte[] Flip(byte[] bytes)
    {
        if (bytes.Length == 0)
            return [Byte()];
        var copy = (byte[])bytes.Clone();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private byte[] Piece(byte[] other)
    {
        var at = random.Next(other.Length + 1);
        return other[at..Math.Min(other.Length, at + random.Next(400))];
    }

    /// <summary>Deep nesting, long numbers, long texts.</summary>
    private byte[] Repeated()
    {
        var word = Words[random.Next(Words.Length)];
        return [.. Enumerable.Repeat(word, 1 << random.Next(12)).SelectMany(bytes => bytes)];
    }
}
