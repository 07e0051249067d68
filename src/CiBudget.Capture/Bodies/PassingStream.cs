namespace CiBudget.Capture;

/// <summary>
/// Hands every write on to a target as it is and shows the bytes to a watcher once the target has them. It adds no buffer, so the
/// target gets the same pieces at the same time, and its exceptions are the caller's.
/// </summary>
internal sealed class PassingStream(Stream target, IByteWatcher watcher) : WriteOnlyStream
{
    public override bool CanWrite => target.CanWrite;
    public override bool CanTimeout => target.CanTimeout;
    public override int WriteTimeout
    {
        get => target.WriteTimeout;
        set => target.WriteTimeout = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        target.Write(buffer);
        watcher.OnBytes(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        target.Write(buffer, offset, count);
        watcher.OnBytes(buffer.AsSpan(offset, count));
    }

    public override void WriteByte(byte value)
    {
        target.WriteByte(value);
        watcher.OnBytes([value]);
    }

    public override Task WriteAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        var write = target.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully)
            return WriteSlowly(write, buffer);
        // Consumed, as a pooled source asks for.
        write.GetAwaiter().GetResult();
        watcher.OnBytes(buffer.Span);
        return default;
    }

    private async ValueTask WriteSlowly(ValueTask write, ReadOnlyMemory<byte> buffer)
    {
        await write.ConfigureAwait(false);
        watcher.OnBytes(buffer.Span);
    }

    public override IAsyncResult BeginWrite(
        byte[] buffer,
        int offset,
        int count,
        AsyncCallback? callback,
        object? state
    ) =>
        TaskToAsyncResult.Begin(
            WriteAsync(buffer, offset, count, CancellationToken.None),
            callback,
            state
        );

    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    public override void Flush() => target.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        target.FlushAsync(cancellationToken);
}
