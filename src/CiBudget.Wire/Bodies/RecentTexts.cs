using System.Text;

namespace CiBudget.Wire;

/// <summary>
/// Strings made from bytes, where the same few come again and again: models, tiers, stop reasons. A small table of the latest ones
/// saves making them anew; it holds no ids and no message text.
/// </summary>
internal static class RecentTexts
{
    private const int Slots = 128;

    // Writes of a reference are atomic; a lost race costs one string.
    private static readonly string?[] Table = new string?[Slots];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > 64)
            return Decode(utf8);
        var slot =
            (utf8.Length * 31 + utf8[0] * 7 + utf8[utf8.Length / 2] * 5 + utf8[utf8.Length - 1])
            % Slots;
        var known = Table[slot];
        if (known is not null && Same(known, utf8))
            return known;
        return Table[slot] = Decode(utf8);
    }

    public static string Decode(ReadOnlySpan<byte> utf8)
    {
#if NETSTANDARD2_0
        return Encoding.UTF8.GetString(utf8.ToArray());
#else
        return Encoding.UTF8.GetString(utf8);
#endif
    }

    private static bool Same(string text, ReadOnlySpan<byte> ascii)
    {
        if (text.Length != ascii.Length)
            return false;
        for (var i = 0; i < ascii.Length; i++)
            if (text[i] != ascii[i] || ascii[i] > 0x7F)
                return false;
        return true;
    }
}
