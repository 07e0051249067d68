using System.Runtime.CompilerServices;

namespace CiBudget.Capture;

/// <summary>
/// A response stream, shown to a watcher: every read goes straight to the original, and the watcher sees the bytes when they are
/// already in the caller's buffer.
/// </summary>
internal sealed class WatchedStream(Stream original, IBodyWatcher watcher) : ReadOnlyStream
{
    private volatile bool _isBusy;

    /// <summary>True while somebody waits for bytes.</summary>
    public bool IsBusy => _isBusy;

    public override bool CanRead => original.CanRead;
    public override bool CanTimeout => original.CanTimeout;
    public override int ReadTimeout
    {
        get => original.ReadTimeout;
        set => original.ReadTimeout = value;
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        _isBusy = true;
        try
        {
            count = original.Read(buffer);
        }
        catch (Exception exception)
        {
            watcher.OnError(exception);
            throw;
        }
        finally
        {
            _isBusy = false;
        }
        Saw(buffer, count);
        return count;
    }

    public override int ReadByte()
    {
        byte value = 0;
        return Read(new Span<byte>(ref value)) == 0 ? -1 : value;
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        ValueTask<int> read;
        try
        {
            read = original.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception)
        {
            watcher.OnError(exception);
            throw;
        }
        if (!read.IsCompletedSuccessfully)
            return ReadSlowly(read, buffer);
        var count = read.Result;
        Saw(buffer.Span, count);
        return new(count);
    }

    // Pooled: a stream is read in thousands of small pieces, most of which have to be waited for.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSlowly(ValueTask<int> read, Memory<byte> buffer)
    {
        int count;
        _isBusy = true;
        try
        {
            count = await read.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            watcher.OnError(exception);
            throw;
        }
        finally
        {
            _isBusy = false;
        }
        Saw(buffer.Span, count);
        return count;
    }

    private void Saw(Span<byte> buffer, int count)
    {
        if (count > 0)
            watcher.OnBytes(buffer[..count]);
        else if (!buffer.IsEmpty)
            watcher.OnEnd();
    }

    public override IAsyncResult BeginRead(
        byte[] buffer,
        int offset,
        int count,
        AsyncCallback? callback,
        object? state
    ) =>
        TaskToAsyncResult.Begin(
            ReadAsync(buffer, offset, count, CancellationToken.None),
            callback,
            state
        );

    public override int EndRead(IAsyncResult asyncResult) =>
        TaskToAsyncResult.End<int>(asyncResult);

    public override async Task CopyToAsync(
        Stream destination,
        int bufferSize,
        CancellationToken cancellationToken
    )
    {
        _isBusy = true;
        try
        {
            await original
                .CopyToAsync(new PassingStream(destination, watcher), bufferSize, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            watcher.OnError(exception);
            throw;
        }
        finally
        {
            _isBusy = false;
        }
        watcher.OnEnd();
    }

    public override void CopyTo(Stream destination, int bufferSize)
    {
        _isBusy = true;
        try
        {
            original.CopyTo(new PassingStream(destination, watcher), bufferSize);
        }
        catch (Exception exception)
        {
            watcher.OnError(exception);
            throw;
        }
        finally
        {
            _isBusy = false;
        }
        watcher.OnEnd();
    }

    public override void Flush() => original.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        original.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && (_isBusy || !watcher.TryTakeOver(new(null, original))))
        {
            original.Dispose();
            watcher.OnDisposed();
        }
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isBusy || !watcher.TryTakeOver(new(null, original)))
        {
            await original.DisposeAsync().ConfigureAwait(false);
            watcher.OnDisposed();
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
