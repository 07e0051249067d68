using System.Globalization;

namespace CiBudget.Ledger;

/// <summary>Keeps a text that somebody else chose (a test's name, a model) short enough for a line.</summary>
internal static class LedgerText
{
    /// <summary>The longest text that is written, in UTF-16 units.</summary>
    public const int MaxLength = 1000;

    /// <summary>The text, or its beginning with <c>…#</c> and a hash of the whole: texts that differ stay different.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MaxLength)
            return text;
        var mark = "…#" + Hash(text).ToString("x16", CultureInfo.InvariantCulture);
        var kept = MaxLength - mark.Length;
        if (char.IsHighSurrogate(text[kept - 1]))
            kept--;
        return text.Remove(kept) + mark;
    }

    /// <summary>FNV-1a: the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in text)
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        return hash;
    }
}
