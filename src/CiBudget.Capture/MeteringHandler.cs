namespace CiBudget.Capture;

/// <summary>
/// Meters the Claude calls of one HttpClient explicitly, also over handlers that the diagnostic listener cannot see. It does nothing
/// while no <see cref="ClaudeMeter"/> is active, and a call that the listener sees as well is counted once.
/// </summary>
public sealed class MeteringHandler : DelegatingHandler
{
    /// <summary>A handler for a pipeline that sets what comes after it.</summary>
    public MeteringHandler() { }

    /// <summary>A handler before another.</summary>
    public MeteringHandler(HttpMessageHandler innerHandler)
        : base(innerHandler) { }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (Begin(request) is not { } call)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var ambient = AmbientCall.Begin(call, request);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Taken(ambient)?.Unanswered(exception is OperationCanceledException, exception);
            throw;
        }
        Taken(ambient)?.Answered(response, isAtHand: false);
        return response;
    }

    /// <inheritdoc />
    protected override HttpResponseMessage Send(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (Begin(request) is not { } call)
            return base.Send(request, cancellationToken);
        var before = AmbientCall.Current;
        var ambient = AmbientCall.Begin(call, request);
        HttpResponseMessage response;
        try
        {
            response = base.Send(request, cancellationToken);
        }
        catch (Exception exception)
        {
            Taken(ambient)?.Unanswered(exception is OperationCanceledException, exception);
            throw;
        }
        finally
        {
            AmbientCall.Current = before;
        }
        Taken(ambient)?.Answered(response, isAtHand: false);
        return response;
    }

    /// <summary>
    /// The call, if it is this handler that meters it. When nothing has left, a handler of the product's own has answered: money
    /// is spent by none of these.
    /// </summary>
    private CallRecorder? Taken(AmbientCall ambient)
    {
        var call = ambient.Take();
        if (call is not null && !ambient.MayHaveLeft && !HasOtherTransport())
            call.MarkAnsweredLocally();
        return call;
    }

    /// <summary>True for a transport of the system that does not count its requests as the runtime's own does.</summary>
    private bool HasOtherTransport()
    {
        HttpMessageHandler? handler = this;
        while (handler is DelegatingHandler { InnerHandler: var inner })
            handler = inner;
        return handler?.GetType().Assembly.GetName().Name == "System.Net.Http.WinHttpHandler";
    }

    private static CallRecorder? Begin(HttpRequestMessage request)
    {
        var call = ClaudeMeter.Current?.Begin(request, isLeaving: false);
        return call?.Refusal is { } refusal ? throw refusal : call;
    }
}
