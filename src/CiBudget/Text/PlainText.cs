using System.Globalization;
using System.Text;

namespace CiBudget.Text;

/// <summary>Text from outside, made fit for one line of a message.</summary>
internal static class PlainText
{
    private const int Longest = 80;

    /// <summary>The text without control characters and half surrogate pairs, cut where it is long.</summary>
    public static string Format(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (shown.Length >= Longest)
                return shown.Append('…').ToString();
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                shown.Append(text[i]).Append(text[++i]);
            else
                shown.Append(Unfit(text[i]) ? '?' : text[i]);
        }
        return shown.ToString();
    }

    // Format characters may turn the line around; line separators may break it.
    private static bool Unfit(char character) =>
        char.GetUnicodeCategory(character)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
