namespace CiBudget.Text;

/// <summary>What texts are asked and made.</summary>
internal static class Texts
{
    // netstandard2.0 and net8.0 spell it differently.
    /// <summary>True when <paramref name="text"/> holds <paramref name="part"/>, in whatever case.</summary>
    public static bool Has(string? text, string part) =>
#if NETSTANDARD2_0
        text is not null && text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
#else
        text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);
#endif

    /// <summary>The text with a small first letter: <c>OverBudget</c> is <c>overBudget</c>.</summary>
    public static string LowerFirst(string text) =>
        char.ToLowerInvariant(text[0]) + text.Substring(1);
}
