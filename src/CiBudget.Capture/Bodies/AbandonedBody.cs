namespace CiBudget.Capture;

/// <summary>A body that its caller has let go of before its end.</summary>
/// <param name="content">The original content; null when only its stream is at hand.</param>
/// <param name="stream">The original stream; null when nobody has opened it.</param>
internal readonly struct AbandonedBody(HttpContent? content, Stream? stream) : IDisposable
{
    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) =>
        stream is not null ? new(stream) : new(content!.ReadAsStreamAsync(cancellationToken));

    public void Dispose()
    {
        try
        {
            stream?.Dispose();
            content?.Dispose();
        }
        catch (Exception)
        {
            // The caller, whose business it was, has gone on.
        }
    }
}
