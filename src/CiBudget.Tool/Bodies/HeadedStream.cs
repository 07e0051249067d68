namespace CiBudget.Tool.Bodies;

/// <summary>A stream whose beginning can be looked at before it is read; the stream itself need not seek.</summary>
internal sealed class HeadedStream : Stream
{
    private readonly Stream inner;
    private readonly byte[] head;
    private readonly int length;
    private int position;

    public HeadedStream(Stream inner, int size)
    {
        this.inner = inner;
        head = new byte[size];
        length = inner.ReadAtLeast(head, size, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes; fewer than asked for when the stream has no more.</summary>
    public ReadOnlySpan<byte> Head => head.AsSpan(0, length);

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
        if (position >= length)
            return inner.Read(buffer);
        var taken = Math.Min(buffer.Length, length - position);
        head.AsSpan(position, taken).CopyTo(buffer);
        position += taken;
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
            inner.Dispose();
        base.Dispose(disposing);
    }
}
