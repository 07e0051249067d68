using System.Text;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>Text from outside as Markdown that shows it and nothing else: no formatting, links, HTML, table cells, mentions.</summary>
internal static class MarkdownText
{
    private const string ZeroWidthSpace = "&#8203;";

    public static string Escape(string? text)
    {
        var line = SafeText.Line(text);
        var markdown = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
            markdown.Append(
                line[i] switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    // GitHub looks for mentions and issue numbers in the rendered text: an entity alone does not stop it.
                    '@' => "&#64;" + ZeroWidthSpace,
                    '#' => "&#35;" + ZeroWidthSpace,
                    // Addresses become links by themselves: at "://", and at "www.".
                    ':' when Follows(line, i, "//") => "&#58;",
                    '.'
                        when i >= 3
                            && string.Compare(
                                line,
                                i - 3,
                                "www",
                                0,
                                3,
                                StringComparison.OrdinalIgnoreCase
                            ) == 0 => "&#46;",
                    '_' when IsInsideWord(line, i) => "_",
                    '|' or '`' or '*' or '_' or '[' or ']' or '\\' or '~' or '!' or '$' or '^' =>
                        "&#" + Amount.Plain(line[i]) + ";",
                    var c => c.ToString(),
                }
            );
        return markdown.ToString();
    }

    private static bool Follows(string line, int index, string next) =>
        string.CompareOrdinal(line, index + 1, next, 0, next.Length) == 0;

    private static bool IsInsideWord(string line, int index) =>
        index > 0
        && index + 1 < line.Length
        && char.IsLetterOrDigit(line[index - 1])
        && char.IsLetterOrDigit(line[index + 1]);
}
