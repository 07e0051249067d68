using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>Text from outside inside HTML elements and quoted attributes.</summary>
internal static class HtmlText
{
    public static string Escape(string? text) =>
        SafeText
            .Line(text)
            .Replace("&", "&amp;")
            .Replace("<", "&lt;")
            .Replace(">", "&gt;")
            .Replace("\"", "&quot;")
            .Replace("'", "&#39;");
}
