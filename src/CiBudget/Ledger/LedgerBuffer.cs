namespace CiBudget.Ledger;

/// <summary>Bytes of whole lines on their way to the file; grows, and is used again and again.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LedgerBuffer
{
    private byte[] _bytes = new byte[1024];

    /// <summary>The bytes; only the first <see cref="Length"/> count.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>How many bytes it holds.</summary>
    public int Length { get; private set; }

    /// <summary>How many of the lines are entries.</summary>
    public int Entries { get; set; }

    /// <summary>Adds what another one holds.</summary>
    public void Add(LedgerBuffer other)
    {
        other._bytes.AsSpan(0, other.Length).CopyTo(GetSpan(other.Length));
        Length += other.Length;
        Entries += other.Entries;
    }

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        Length = 0;
        Entries = 0;
    }

    internal void EndLine()
    {
        GetSpan(1)[0] = (byte)'\n';
        Length++;
    }

    internal void Advance(int count) => Length += count;

    /// <summary>Room for so many bytes at the least, behind those that it holds.</summary>
    internal Span<byte> GetSpan(int room)
    {
        var needed = Length + room;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        return _bytes.AsSpan(Length);
    }
}
