namespace CiBudget;

/// <summary>One object for each different text, found by the text's bytes. However a text is escaped, it is the same text.</summary>
internal sealed class TextTable<T>(Func<string, T> make)
    where T : class
{
    private readonly ByteTable<T> byBytes = new();
    private readonly Dictionary<string, T> byText = new(StringComparer.Ordinal);

    public T Get(LedgerSlice slice, ReadOnlySpan<byte> line)
    {
        var bytes = slice.Of(line);
        if (byBytes.Find(bytes) is { } known)
            return known;
        var text = slice.Text(line)!;
        if (!byText.TryGetValue(text, out var value))
            byText[text] = value = make(text);
        byBytes.Add(bytes, value);
        return value;
    }
}
