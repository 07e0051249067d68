using System.Globalization;
using System.Text;

namespace CiBudget.Text;

/// <summary>
/// Makes text from outside (test names, models, paths) fit for one line of a terminal or a CI log. What would move the cursor,
/// turn the reading direction or be invisible is replaced; what a CI agent would take for a command is taken apart.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SafeText
{
    /// <summary>The longest text that a message repeats.</summary>
    private const int LongestExcerpt = 80;

    /// <summary>The longest name that a message repeats whole.</summary>
    private const int LongestName = 200;

    private const char Replacement = '\uFFFD';
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>The text without controls, bidirectional marks, lone surrogates, and without <c>##</c> or a leading <c>::</c>.</summary>
    public static string Line(string? text)
    {
        if (text is null || text.Length == 0)
            return "";
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                var hidden = CharUnicodeInfo.GetUnicodeCategory(text, i) == UnicodeCategory.Format;
                if (hidden)
                    line.Append(Replacement);
                else
                    line.Append(text, i, 2);
                i++;
            }
            else
                Append(line, Visible(text[i]));
        }
        return line.ToString();
    }

    /// <summary>The same for a value that a message repeats: cut, between characters, where it is long.</summary>
    public static string Excerpt(string text)
    {
        var isWhole =
            text.Length > LongestExcerpt && char.IsSurrogatePair(text, LongestExcerpt - 1);
        var end = isWhole ? LongestExcerpt + 1 : LongestExcerpt;
        return text.Length <= end ? Line(text) : Line(text.Substring(0, end)) + "…";
    }

    /// <summary>The same for the name of a test, a model or a host: cut where it is endless.</summary>
    public static string Name(string name)
    {
        var line = Line(name);
        return line.Length <= LongestName
            ? line
            : line.Remove(
                char.IsHighSurrogate(line[LongestName - 1]) ? LongestName - 1 : LongestName
            ) + "…";
    }

    /// <summary>The line in ASCII: marks of reports by what stands for them, every other character by <c>?</c>.</summary>
    internal static string Ascii(string line)
    {
        var ascii = new StringBuilder(line.Length);
        var elements = StringInfo.GetTextElementEnumerator(line);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            ascii.Append(
                element switch
                {
                    "≥" => ">=",
                    "…" => "...",
                    "·" => "|",
                    "–" => "-",
                    "×" => "x",
                    "█" => "=",
                    "░" => ".",
                    { Length: 1 } when element[0] < 0x7F => element,
                    _ => "?",
                }
            );
        }
        return ascii.ToString();
    }

    private static char Visible(char c) =>
        c is >= ' ' and < (char)0x7F ? c
        : c is '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029' ? ' '
        : c is ZeroWidthJoiner or ZeroWidthNonJoiner ? c
        : CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            ? Replacement
        : c;

    /// <summary>
    /// Azure Pipelines looks for <c>##vso[</c> and <c>##[</c> anywhere in a line, TeamCity for <c>##teamcity[</c>, GitHub for
    /// <c>::</c> where a line begins after white space. A space between the two characters ends all of them.
    /// </summary>
    private static void Append(StringBuilder line, char c)
    {
        var last = line.Length - 1;
        if (c == '#' && last >= 0 && line[last] == '#')
            line.Append(' ');
        else if (
            c == ':'
            && last >= 0
            && line[last] == ':'
            && (last == 0 || char.IsWhiteSpace(line[last - 1]))
        )
            line.Append(' ');
        line.Append(c);
    }
}
