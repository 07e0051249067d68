namespace CiBudget.Wire;

/// <summary>The payload of a Bedrock frame, <c>{"bytes":"…base64 of one event…"}</c>, decoded while it passes.</summary>
internal sealed class BedrockPayload(MessageEvents events) : JsonVisitor
{
    private const int BlockSize = 1024;

    private readonly byte[] _block = new byte[BlockSize];
    private int _blockLength;
    private int _bits;
    private int _bitCount;

    public override byte Property(byte parent, ReadOnlySpan<byte> name) =>
        parent == Root && name.SequenceEqual("bytes"u8) ? Streamed : Skip;

    public override void Begin(byte node) => _bits = _bitCount = _blockLength = 0;

    public override void Piece(ReadOnlySpan<byte> utf8)
    {
        foreach (var c in utf8)
            Add(c);
    }

    public override void Text(byte node, ReadOnlySpan<byte> utf8)
    {
        if (node != Streamed)
            return;
        if (utf8.Length > 0)
            Piece(utf8);
        Flush();
        _bits = _bitCount = 0;
    }

    private void Add(byte c)
    {
        var six = c switch
        {
            >= (byte)'A' and <= (byte)'Z' => c - 'A',
            >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
            (byte)'+' => 62,
            (byte)'/' => 63,
            _ => -1,
        };
        if (six < 0)
        {
            if (c != '=')
                events.Break();
            return;
        }
        _bits = (_bits << 6) | six;
        _bitCount += 6;
        if (_bitCount < 8)
            return;
        _bitCount -= 8;
        _block[_blockLength++] = (byte)(_bits >> _bitCount);
        _bits &= (1 << _bitCount) - 1;
        if (_blockLength == BlockSize)
            Flush();
    }

    private void Flush()
    {
        if (_blockLength > 0)
            events.Data(_block.AsSpan(0, _blockLength));
        _blockLength = 0;
    }
}
