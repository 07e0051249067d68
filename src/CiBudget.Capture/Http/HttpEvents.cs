using System.Collections.Concurrent;
using System.Diagnostics;

namespace CiBudget.Capture;

/// <summary>Hooks every request of every HttpClient in the process.</summary>
/// <remarks>
/// We hook the <c>IsEnabled("System.Net.Http.HttpRequestOut")</c> call that the runtime makes just before sending. We return false, so
/// that the runtime starts no Activity and adds no <c>traceparent</c> header, but use the call to start metering; throwing there
/// cancels the send. The call is kept in an AsyncLocal and completed by the event <c>System.Net.Http.Response</c>, which the runtime
/// raises after every request that was sent, failed ones included.
/// <para>
/// The runtime skips that IsEnabled call if an Activity exists, and an AsyncLocal does not flow if the flow is suppressed. Then we use the
/// event <c>System.Net.Http.Request</c> instead; its id ties it to its response. That is the second choice because the runtime makes a
/// new GUID for each call, which costs as much as half of all metering. A request that comes both ways is one call.
/// </para>
/// .NET 8, 9 and 10 do this alike (source: DiagnosticsHandler.cs of dotnet/runtime). The README has a sequence diagram.
/// </remarks>
internal sealed class HttpEvents(ClaudeMeter meter, UnmeteredRequestCounter unmetered)
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string ActivityName = "System.Net.Http.HttpRequestOut";
    private const string RequestEvent = "System.Net.Http.Request";
    private const string ResponseEvent = "System.Net.Http.Response";
    private const string FailureEvent = "System.Net.Http.Exception";

    private static readonly PayloadProperty<HttpRequestMessage> Request = new("Request");
    private static readonly PayloadProperty<HttpResponseMessage> Response = new("Response");

    // One for each event: a property remembers the last payload type that it has read.
    private static readonly PayloadProperty<Guid> RequestId = new("LoggingRequestId");
    private static readonly PayloadProperty<Guid> ResponseId = new("LoggingRequestId");
    private static readonly PayloadProperty<TaskStatus> Ending = new("RequestTaskStatus");
    private static readonly PayloadProperty<Exception> Failure = new("Exception");

    /// <summary>The exception of the failure event; the response event without a response follows on the same thread.</summary>
    [ThreadStatic]
    private static Exception? t_failure;

    /// <summary>The Claude call of this flow; null for other requests that are made on the way, such as for a token.</summary>
    private readonly AsyncLocal<CallRecorder?> _ambient = new();

    /// <summary>True once the runtime has called IsEnabled for a request. If it never did, we would use the events for all requests.</summary>
    private volatile bool _isAsked;

    /// <summary>Calls that the request event started, by its id.</summary>
    private readonly Dictionary<Guid, CallRecorder> _open = [];
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public void Subscribe() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
    {
        if (listener.Name == Listener)
            _subscriptions.Add(listener.Subscribe(this, IsEnabled));
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> item)
    {
        // Events that only other subscribers enabled arrive here too.
        if (item.Value is not { } payload)
            return;
        if (item.Key == RequestEvent)
            Leaving(payload);
        else if (item.Key == ResponseEvent)
            Back(payload);
        else if (item.Key == FailureEvent)
            t_failure = Failure.Get(payload);
    }

    /// <summary>The predicate that the runtime calls before every event, several times for one event if there are other subscribers.</summary>
    private bool IsEnabled(string name, object? subject, object? more) =>
        name == ActivityName ? OnSending(subject) : IsEventWanted(name);

    /// <summary>A request is about to be sent.</summary>
    /// <returns>Always false: we want no Activity.</returns>
    private bool OnSending(object? subject)
    {
        _isAsked = true;
        if (subject is HttpRequestMessage request && !ExecutionContext.IsFlowSuppressed())
            Meet(request);
        return false;
    }

    private bool IsEventWanted(string name) =>
        name switch
        {
            // Without an Activity, OnSending has just seen the request.
            RequestEvent => !_isAsked
                || Activity.Current is not null
                || ExecutionContext.IsFlowSuppressed(),
            _ => name is ResponseEvent or FailureEvent,
        };

    private CallRecorder? Meet(HttpRequestMessage request)
    {
        unmetered.OnRequestEvent();
        var call = meter.Begin(request, isLeaving: true);
        if (call?.Refusal is { } refusal)
        {
            UnmeteredRequestCounter.OnRequestStopped();
            throw refusal;
        }
        if (_ambient.Value != call)
            _ambient.Value = call;
        return call;
    }

    private void Leaving(object payload)
    {
        if (Request.Get(payload) is not { } request)
            return;
        // OnSending saw it already, and another subscriber enabled this event: then the response event has the id as well.
        var call = _ambient.Value;
        if (call is null || call.Request != request)
            call = Meet(request);
        if (call is null)
            return;
        lock (_open)
            _open[RequestId.Get(payload)] = call;
    }

    private void Back(object payload)
    {
        var failure = t_failure;
        t_failure = null;
        var call = _ambient.Value;
        var id = ResponseId.Get(payload);
        if (id != default)
            lock (_open)
                _open.Remove(id, out call);
        if (call is null)
            return;
        if (Response.Get(payload) is { } response)
            call.Answered(response, isAtHand: true);
        else
            call.Unanswered(Ending.Get(payload) == TaskStatus.Canceled, failure);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        while (_subscriptions.TryTake(out var subscription))
            subscription.Dispose();
    }
}
