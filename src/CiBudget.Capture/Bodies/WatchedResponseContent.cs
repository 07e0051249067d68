using System.Net;

namespace CiBudget.Capture;

/// <summary>A response's content, shown to a watcher while the caller reads it: same headers, bytes, pace and exceptions.</summary>
internal sealed class WatchedResponseContent : HttpContent
{
    private readonly HttpContent _original;
    private readonly IBodyWatcher _watcher;
    private readonly bool _isAtHand;
    private WatchedStream? _stream;

    /// <param name="original">What the caller would have got.</param>
    /// <param name="watcher">Who sees it pass.</param>
    /// <param name="isAtHand">
    /// True when its stream is there without waiting, as it is for what comes straight from the runtime's connection.
    /// </param>
    /// <param name="headers">Those of the original, which this content has, too.</param>
    public WatchedResponseContent(
        HttpContent original,
        IBodyWatcher watcher,
        bool isAtHand,
        out ContentHeaders headers
    )
    {
        _original = original;
        _watcher = watcher;
        _isAtHand = isAtHand;
        headers = ContentHeaders.Copy(original, this);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await _original
                .CopyToAsync(new PassingStream(stream, _watcher), context, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _watcher.OnError(exception);
            throw;
        }
        _watcher.OnEnd();
    }

    protected override void SerializeToStream(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _original.CopyTo(new PassingStream(stream, _watcher), context, cancellationToken);
        }
        catch (Exception exception)
        {
            _watcher.OnError(exception);
            throw;
        }
        _watcher.OnEnd();
    }

    // Without these two, HttpContent would buffer the whole body before the caller sees its first byte.
    protected override Task<Stream> CreateContentReadStreamAsync() =>
        CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task<Stream> CreateContentReadStreamAsync(
        CancellationToken cancellationToken
    ) =>
        _isAtHand
            ? Task.FromResult(CreateContentReadStream(cancellationToken))
            : CreateLaterAsync(cancellationToken);

    private async Task<Stream> CreateLaterAsync(CancellationToken cancellationToken) =>
        _stream = new(
            await _original.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            _watcher
        );

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        _stream = new(_original.ReadAsStream(cancellationToken), _watcher);

    protected override bool TryComputeLength(out long length)
    {
        var known = _original.Headers.ContentLength;
        length = known.GetValueOrDefault();
        return known.HasValue;
    }

    protected override void Dispose(bool disposing)
    {
        // Somebody who is still reading gets the exception that disposing gives.
        if (
            disposing
            && (_stream is { IsBusy: true } || !_watcher.TryTakeOver(new(_original, null)))
        )
        {
            _original.Dispose();
            _watcher.OnDisposed();
        }
        base.Dispose(disposing);
    }
}
