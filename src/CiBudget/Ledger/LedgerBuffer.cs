using System.Buffers;

namespace CiBudget.Ledger;

/// <summary>Bytes of whole lines on their way to the file; grows, and is used again and again.</summary>
internal sealed class LedgerBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[1024];

    /// <summary>The bytes; only the first <see cref="Length"/> count.</summary>
    public byte[] Bytes => _bytes;

    public int Length { get; private set; }

    /// <summary>How many of the lines are entries.</summary>
    public int Entries { get; set; }

    public void Add(LedgerBuffer other)
    {
        other._bytes.AsSpan(0, other.Length).CopyTo(GetSpan(other.Length));
        Length += other.Length;
        Entries += other.Entries;
    }

    public void Clear()
    {
        Length = 0;
        Entries = 0;
    }

    public void EndLine()
    {
        GetSpan(1)[0] = (byte)'\n';
        Length++;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
