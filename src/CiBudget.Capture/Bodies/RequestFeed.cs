namespace CiBudget.Capture;

/// <summary>A stream that hands what is written to it to a reader.</summary>
internal sealed class RequestFeed(RequestFeed.Reader read) : Stream
{
    public delegate void Reader(ReadOnlySpan<byte> piece);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => read(buffer);

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
