namespace CiBudget.Ledger;

/// <summary>One object for each different text, found by the text's bytes. However a text is escaped, it is the same text.</summary>
internal sealed class TextTable<T>(Func<string, T> make)
    where T : class
{
    private readonly ByteTable<T> _byBytes = new();
    private readonly Dictionary<string, T> _byText = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, T> ByText => _byText;

    public T Get(LedgerSlice slice, ReadOnlySpan<byte> line)
    {
        var bytes = slice.In(line);
        if (_byBytes.Find(bytes) is { } known)
            return known;
        var text = slice.Text(line)!;
        if (!_byText.TryGetValue(text, out var value))
            _byText[text] = value = make(text);
        _byBytes.Add(bytes, value);
        return value;
    }
}
