using System.Text;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>One field of a ledger's lines, under its name.</summary>
/// <param name="name">As lines spell it.</param>
internal abstract class LedgerField(string name)
{
    public string Name { get; } = name;

    public byte[] Utf8 { get; } = Encoding.ASCII.GetBytes(name);

    /// <summary>How it stands behind another field: <c>,"id":</c>.</summary>
    public byte[] AsNext { get; } = Encoding.ASCII.GetBytes($",\"{name}\":");

    /// <summary>Its place in <see cref="LedgerFields.All"/>.</summary>
    public int Index { get; set; }
}

/// <summary>A field of a line.</summary>
/// <param name="name">As lines spell it.</param>
/// <param name="read">Reads its value into a line.</param>
/// <param name="write">Writes it for an entry; null for fields of opening and closing lines.</param>
internal sealed class LineField(string name, LineField.Reader read, LineField.Writer? write = null)
    : LedgerField(name)
{
    public delegate void Reader(LedgerLine line, ref LedgerLineReader reader);

    public delegate void Writer(LedgerJson json, byte[] name, LedgerEntry entry);

    public void Read(LedgerLine line, ref LedgerLineReader reader) => read(line, ref reader);

    public void Write(LedgerJson json, LedgerEntry entry) => write?.Invoke(json, Utf8, entry);
}

/// <summary>A field of an element of a line's <c>usage</c>.</summary>
/// <param name="name">As lines spell it.</param>
/// <param name="read">Reads its value into an element; null for a counter, which the element reads itself: each would copy all others.</param>
/// <param name="write">Writes it.</param>
/// <param name="counter"><see cref="TokenKind.Index"/> of a counter; -1 for other fields.</param>
internal sealed class UsageField(
    string name,
    UsageField.Reader? read,
    UsageField.Writer write,
    int counter = -1
) : LedgerField(name)
{
    public delegate void Reader(ref LedgerUsage usage, ref LedgerLineReader reader);

    public delegate void Writer(LedgerJson json, byte[] name, Usage usage);

    /// <summary><see cref="TokenKind.Index"/> of a counter; -1 for other fields.</summary>
    public int Counter => counter;

    public void Read(ref LedgerUsage usage, ref LedgerLineReader reader) =>
        read!(ref usage, ref reader);

    public void Write(LedgerJson json, Usage usage) => write(json, Utf8, usage);
}
