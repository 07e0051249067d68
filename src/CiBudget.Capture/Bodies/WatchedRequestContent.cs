using System.Net;

namespace CiBudget.Capture;

/// <summary>A request's content, shown to a watcher while it is written to the connection. It is written by the original, unbuffered.</summary>
internal sealed class WatchedRequestContent : HttpContent
{
    private readonly IByteWatcher _watcher;
    private bool _written;

    public WatchedRequestContent(HttpContent original, IByteWatcher watcher)
    {
        Original = original;
        _watcher = watcher;
        ContentHeaders.Copy(original, this);
    }

    public HttpContent Original { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => Original.CopyToAsync(Watched(stream), context, cancellationToken);

    protected override void SerializeToStream(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => Original.CopyTo(Watched(stream), context, cancellationToken);

    /// <summary>A handler may write the body again, on another connection: the second time is the same body.</summary>
    private Stream Watched(Stream stream)
    {
        if (_written)
            return stream;
        _written = true;
        return new PassingStream(stream, _watcher);
    }

    protected override bool TryComputeLength(out long length)
    {
        var known = Original.Headers.ContentLength;
        length = known.GetValueOrDefault();
        return known.HasValue;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Original.Dispose();
        base.Dispose(disposing);
    }
}
