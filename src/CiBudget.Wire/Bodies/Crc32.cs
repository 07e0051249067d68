namespace CiBudget.Wire;

/// <summary>The CRC-32 of ISO-HDLC (as in gzip), which Bedrock's frames carry.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    private uint _inverted;

    /// <summary>The CRC of what was added.</summary>
    public readonly uint Value => ~_inverted;

    /// <summary>One of nothing.</summary>
    public static Crc32 Start() => new() { _inverted = uint.MaxValue };

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = _inverted;
        foreach (var b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        _inverted = crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
