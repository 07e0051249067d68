using System.Globalization;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// The request of a call on its way out: its body is read while it is sent, its address may be a replay host's, and the caller gets
/// it back as it was. A part of its recorder: a call allocates nothing for it.
/// </summary>
internal struct OutgoingRequest(HttpRequestMessage request)
{
    private RequestWatcher? _watcher;
    private RequestInfo _info = RequestInfo.Nothing;
    private bool _isInMemory;
    private bool _isRedirected;

    /// <summary>The request by which the call was met last.</summary>
    public HttpRequestMessage Message { get; private set; } = request;

    /// <summary>How often the SDK had tried before, as its header says.</summary>
    public int Attempt { get; } = AttemptOf(request);

    /// <summary>What the body asks for, as far as it was read.</summary>
    public readonly RequestInfo Info => _watcher?.Asked ?? _info;

    /// <summary>Reads the body of a request that is not followed, if that can be done without sending it.</summary>
    /// <param name="salt">For the prompt's hash.</param>
    public void ReadBody(string salt)
    {
        if (Message.Content is { } content)
            BodyInMemory.TryRead(content, salt, out _info);
    }

    /// <summary>Sends the call to another host, when there is one, and reads its body on the way.</summary>
    public void Send(ClaudeCall call, Uri? target, string salt)
    {
        if (target is not null)
        {
            call.Request.RequestUri = Redirected(call.Url, target);
            _isRedirected = true;
        }
        WrapContent(call, salt);
    }

    /// <summary>Goes on with the request that an inner handler sends for the caller's.</summary>
    public void Resume(ClaudeCall call, HttpRequestMessage request, string salt)
    {
        Message = request;
        if (_watcher is { HasSent: true } || request.Content is WatchedRequestContent)
            return;
        RestoreContent();
        WrapContent(call, salt);
    }

    /// <summary>The caller finds the request as it was given away.</summary>
    public readonly void Restore(ClaudeCall call)
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

    private void WrapContent(ClaudeCall call, string salt)
    {
        var request = Message;
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
