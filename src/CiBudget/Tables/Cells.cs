using System.Globalization;
using System.Text;

namespace CiBudget.Tables;

/// <summary>Text measured in terminal cells: East Asian wide characters and emoji take two, combining marks none.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Cells
{
    internal static int Width(string text)
    {
        var width = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            width += ElementWidth(elements.GetTextElement());
        return width;
    }

    /// <summary>Shortens in the middle, where names differ least: the end of a test's name says most, its start comes next.</summary>
    public static string Cut(string text, int width, string ellipsis)
    {
        if (Width(text) <= width)
            return text;
        var elements = Elements(text);
        var room = Math.Max(1, width - Width(ellipsis));
        var tail = Take(elements, room - (room / 3), fromEnd: true);
        var head = Take(elements, room - Width(tail), fromEnd: false);
        return head + ellipsis + tail;
    }

    /// <summary>Breaks at spaces, and inside words that are wider than a line.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => Pieces(word, width)))
        {
            if (line.Length > 0 && Width(line) + 1 + Width(word) > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : line + " " + word;
        }
        yield return line;
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        while (Width(word) > width)
        {
            var piece = Take(Elements(word), width, fromEnd: false);
            // A line that begins with "::" would be a command to GitHub.
            while (piece.Length > 1 && word[piece.Length] == ':')
                piece = piece.Substring(0, piece.Length - 1);
            yield return piece;
            word = word.Substring(piece.Length);
        }
        yield return word;
    }

    private static List<string> Elements(string text)
    {
        var all = new List<string>(text.Length);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            all.Add(elements.GetTextElement());
        return all;
    }

    private static string Take(List<string> elements, int width, bool fromEnd)
    {
        var taken = new StringBuilder();
        for (var i = 0; i < elements.Count; i++)
        {
            var element = elements[fromEnd ? elements.Count - 1 - i : i];
            width -= ElementWidth(element);
            if (width < 0)
                break;
            taken.Insert(fromEnd ? 0 : taken.Length, element);
        }
        return taken.ToString();
    }

    private static int ElementWidth(string element)
    {
        var width = 0;
        for (var i = 0; i < element.Length; i += char.IsSurrogatePair(element, i) ? 2 : 1)
            width = Math.Max(width, CodePointWidth(element, i));
        return width;
    }

    private static int CodePointWidth(string text, int index)
    {
        var category = CharUnicodeInfo.GetUnicodeCategory(text, index);
        if (
            category
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
        )
            return 0;
        return IsWide(
            char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index) : text[index]
        )
            ? 2
            : 1;
    }

    /// <summary>The blocks that Unicode's EastAsianWidth.txt gives as W or F, roughly.</summary>
    private static bool IsWide(int c) =>
        c
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0x303E)
                or (>= 0x3041 and <= 0xA4CF)
                or (>= 0xA960 and <= 0xA97F)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0xFFE0 and <= 0xFFE6)
                or (>= 0x1F300 and <= 0x1F64F)
                or (>= 0x1F680 and <= 0x1F6FF)
                or (>= 0x1F900 and <= 0x1F9FF)
                or (>= 0x20000 and <= 0x3FFFD);
}
