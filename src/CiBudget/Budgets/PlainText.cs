using System.Text;

namespace CiBudget;

/// <summary>Text from outside, made fit for one line of a message.</summary>
internal static class PlainText
{
    private const int Longest = 80;

    /// <summary>The text without control characters, cut where it is long.</summary>
    public static string Of(string text)
    {
        if (text.Length <= Longest && !text.Any(Unfit))
            return text;
        var shown = new StringBuilder(Longest + 1);
        foreach (var character in text)
        {
            if (shown.Length == Longest)
                return shown.Append('…').ToString();
            shown.Append(Unfit(character) ? '?' : character);
        }
        return shown.ToString();
    }

    // A half of a surrogate pair may stand alone after the cut; format characters may turn the line around.
    private static bool Unfit(char character) =>
        char.IsControl(character)
        || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character)
            is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
