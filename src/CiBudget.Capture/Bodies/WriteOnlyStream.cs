namespace CiBudget.Capture;

internal abstract class WriteOnlyStream : OneWayStream
{
    public override bool CanWrite => true;

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }
}
