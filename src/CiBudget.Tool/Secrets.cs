namespace CiBudget.Tool;

/// <summary>Keeps the keys that this process was given out of everything that it writes, whoever repeated them: a server's message, a name, an exception.</summary>
internal static class Secrets
{
    /// <summary>The key that reads the organization's bill.</summary>
    public const string AdminKeyVariable = "ANTHROPIC_ADMIN_KEY";

    /// <summary>The key that calls Claude.</summary>
    public const string ApiKeyVariable = "ANTHROPIC_API_KEY";

    // A shorter value is a placeholder ("test", "none"), and to hide it would tear ordinary words apart.
    private const int LeastLength = 16;

    // Every key of Claude begins so. One that was typed as an argument is in no variable.
    private const string KeyPrefix = "sk-ant-";

    private static readonly string[] Variables = [AdminKeyVariable, ApiKeyVariable];

    /// <summary>The text with every key replaced by the name of its variable, or by <c>sk-ant-…</c>.</summary>
    public static string Hide(string text)
    {
        foreach (var variable in Variables)
        {
            var value = Environment.GetEnvironmentVariable(variable)?.Trim();
            if (value is { Length: >= LeastLength })
                text = text.Replace(value, $"({variable})", StringComparison.Ordinal);
        }
        return HidePrefixed(text);
    }

    private static string HidePrefixed(string text)
    {
        var from = 0;
        while (text.IndexOf(KeyPrefix, from, StringComparison.Ordinal) is var start and >= 0)
        {
            from = start + KeyPrefix.Length;
            var end = from;
            while (
                end < text.Length
                && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_')
            )
                end++;
            // "sk-ant-admin…" is how messages name the kind of key.
            if (end - start >= LeastLength)
                text = string.Concat(text.AsSpan(0, from), "…", text.AsSpan(end));
        }
        return text;
    }
}
