using System.Globalization;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// The request of a call on its way out: its body is read while it is sent, its address may be a replay host's, and the caller gets
/// it back as it was. Part of its recorder, so that a call allocates nothing for it.
/// </summary>
internal struct OutgoingRequest(ClaudeCall call, string salt)
{
    private RequestWatcher? _watcher;
    private RequestInfo _info = RequestInfo.Nothing;
    private bool _isInMemory;
    private bool _isRedirected;

    /// <summary>The request by which the call was met last.</summary>
    public HttpRequestMessage Message { get; private set; } = call.Request;

    /// <summary>How often the SDK had tried before, as its header says.</summary>
    public int Attempt { get; } = AttemptOf(call.Request);

    /// <summary>What the body asks for, as far as it was read.</summary>
    public readonly RequestInfo Info => _watcher?.Asked ?? _info;

    /// <summary>Reads the body of a request that is not followed, if that can be done without sending it.</summary>
    public void ReadBody()
    {
        if (call.Request.Content is { } content)
            BodyInMemory.TryRead(content, salt, out _info);
    }

    /// <summary>Sends the call to another host, when there is one, and reads its body on the way.</summary>
    public void Send(Uri? target)
    {
        if (target is not null)
        {
            call.Request.RequestUri = Redirected(call.Url, target);
            _isRedirected = true;
        }
        WrapContent(call.Request);
    }

    /// <summary>Goes on with the request that an inner handler sends for the caller's.</summary>
    public void Resume(HttpRequestMessage request)
    {
        Message = request;
        if (_watcher is { HasSent: true } || request.Content is WatchedRequestContent)
            return;
        RestoreContent();
        WrapContent(request);
    }

    /// <summary>The caller finds the request as it was given away.</summary>
    public readonly void Restore()
    {
        RestoreContent();
        if (_isRedirected)
            call.Request.RequestUri = call.Url;
    }

    /// <summary>The body is read no further.</summary>
    public readonly void Close() => _watcher?.Close();

    /// <summary>True when the request may have reached a server before it failed.</summary>
    public readonly bool MayHaveLeft(Exception? why) =>
        _isInMemory ? !NeverConnected(why) : _watcher is { HasSent: true };

    private void WrapContent(HttpRequestMessage request)
    {
        // A retry handler that sends the same request again, or a redirect that the runtime follows.
        if (request.Content is WatchedRequestContent { Original: var original })
            request.Content = original;
        if (request.Content is null || call.Endpoint == ClaudeEndpoint.Free)
            return;
        _watcher = null;
        _isInMemory = BodyInMemory.TryRead(request.Content, salt, out _info);
        if (_isInMemory)
            return;
        _watcher = new(salt, request);
        request.Content = new WatchedRequestContent(request.Content, _watcher);
    }

    private readonly void RestoreContent()
    {
        if (
            _watcher?.Request is
            { Content: WatchedRequestContent { Original: var original } } request
        )
            request.Content = original;
    }

    private static bool NeverConnected(Exception? why) =>
        why
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            };

    private static Uri Redirected(Uri url, Uri target) =>
        new(
            target.GetLeftPart(UriPartial.Authority)
                + target.AbsolutePath.TrimEnd('/')
                + url.PathAndQuery
        );

    private static int AttemptOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues("x-stainless-retry-count", out var values)
        && int.TryParse(
            values.ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var attempt
        )
            ? attempt
            : 0;
}
