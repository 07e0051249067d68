namespace CiBudget.Text;

/// <summary>Text comparison that netstandard2.0 and net8.0 spell differently.</summary>
internal static class Texts
{
    /// <summary>True when <paramref name="text"/> holds <paramref name="part"/>, in whatever case.</summary>
    public static bool Has(string? text, string part) =>
#if NETSTANDARD2_0
        text is not null && text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
#else
        text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);
#endif
}
