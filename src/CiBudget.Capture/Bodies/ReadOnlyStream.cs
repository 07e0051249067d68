namespace CiBudget.Capture;

internal abstract class ReadOnlyStream : OneWayStream
{
    public override bool CanRead => true;

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }
}
