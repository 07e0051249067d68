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
        var outer = OuterCall.Begin(call, request);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outer.Take()?.Unanswered(exception is OperationCanceledException, exception);
            throw;
        }
        outer.Take()?.Answered(response, isAtHand: false);
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
        var before = OuterCall.Current;
        var outer = OuterCall.Begin(call, request);
        HttpResponseMessage response;
        try
        {
            response = base.Send(request, cancellationToken);
        }
        catch (Exception exception)
        {
            outer.Take()?.Unanswered(exception is OperationCanceledException, exception);
            throw;
        }
        finally
        {
            OuterCall.Current = before;
        }
        outer.Take()?.Answered(response, isAtHand: false);
        return response;
    }

    private static CallRecorder? Begin(HttpRequestMessage request)
    {
        var call = ClaudeMeter.Current?.Begin(request);
        return call?.Refusal is { } refusal ? throw refusal : call;
    }
}
