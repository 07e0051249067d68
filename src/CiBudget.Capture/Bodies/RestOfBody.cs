using System.Buffers;

namespace CiBudget.Capture;

/// <summary>
/// Reads what a caller left of an answer that has been billed in full, so that its usage is known. The bounds are those of the
/// runtime, which reads on in the same way to use the connection again (<c>MaxResponseDrainSize</c>, <c>ResponseDrainTimeout</c>).
/// </summary>
internal static class RestOfBody
{
    private const int MaxBytes = 1024 * 1024;

    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Reads on and then disposes the body. What has arrived is read before this returns; for the rest nobody waits here.
    /// </summary>
    /// <param name="body">The body; its stream is where the caller stopped.</param>
    /// <param name="watcher">Who sees the bytes and hears of the end.</param>
    public static async Task ReadAsync(AbandonedBody body, IBodyWatcher watcher)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            using var limit = new CancellationTokenSource(MaxTime);
            var stream = await body.OpenAsync(limit.Token).ConfigureAwait(false);
            for (var total = 0; total < MaxBytes; )
            {
                var count = await stream.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    watcher.OnEnd();
                    break;
                }
                watcher.OnBytes(buffer.AsSpan(0, count));
                total += count;
            }
        }
        catch (Exception)
        {
            // Too slow, or the connection is gone: the call stays without usage, and the check says so.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            body.Dispose();
            watcher.OnDisposed();
        }
    }
}
