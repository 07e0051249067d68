namespace CiBudget.Tool.Bodies;

/// <summary>A stream whose beginning can be looked at before it is read; the stream itself need not seek.</summary>
internal sealed class HeadedStream : Stream
{
    private readonly Stream _inner;
    private readonly byte[] _head;
    private readonly int _length;
    private int _position;

    public HeadedStream(Stream inner, int size)
    {
        _inner = inner;
        _head = new byte[size];
        _length = inner.ReadAtLeast(_head, size, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes; fewer than asked for when the stream has no more.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= _length)
            return _inner.Read(buffer);
        var taken = Math.Min(buffer.Length, _length - _position);
        _head.AsSpan(_position, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
