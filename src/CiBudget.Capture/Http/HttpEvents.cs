using System.Collections.Concurrent;
using System.Diagnostics;

namespace CiBudget.Capture;

/// <summary>
/// Hears of every request of every HttpClient in the process.
/// </summary>
/// <remarks>
/// It takes the old events, not <c>HttpRequestOut.Start/Stop</c>: a subscriber of those makes the handler start an Activity and
/// put a <c>traceparent</c> header on the wire, and metering must not change what the product sends.
/// <para>
/// A request is met when the runtime asks whether somebody wants that Activity. Nobody here does, but the question comes with the
/// request, right before it leaves, and an exception ends the call there. The call then goes with the flow of execution to the event
/// <c>System.Net.Http.Response</c>, which comes after every call that left, also after one that failed. The question is not asked
/// when there is an Activity already, and no call can go with a flow that is suppressed: then the request is met by
/// <c>System.Net.Http.Request</c>, which comes next, and its two events have an id. It is the second choice because the runtime draws
/// that id from the system for each call, which takes as long as half of all metering. Other subscribers may answer the question
/// first, or want the event as well: a request that comes both ways is one call.
/// </para>
/// Runs so on .NET 8, 9 and 10 (source: DiagnosticsHandler.cs of dotnet/runtime).
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

    /// <summary>The failure that this thread heard of: the response event without a response comes right after it.</summary>
    [ThreadStatic]
    private static Exception? t_failure;

    /// <summary>The Claude call that goes with this flow; none for another request that is made on the way.</summary>
    private readonly AsyncLocal<CallRecorder?> _ambient = new();

    /// <summary>True when this runtime asks the question. One that did not would have all its requests met by their events.</summary>
    private volatile bool _isAsked;

    /// <summary>Calls that were met by their event.</summary>
    private readonly Dictionary<Guid, CallRecorder> _open = [];
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public void Subscribe() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
    {
        if (listener.Name == Listener)
            _subscriptions.Add(listener.Subscribe(this, IsWanted));
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> item)
    {
        // Other subscribers' events come here too: the predicate only says what is wanted at least.
        if (item.Value is not { } payload)
            return;
        if (item.Key == RequestEvent)
            Leaving(payload);
        else if (item.Key == ResponseEvent)
            Back(payload);
        else if (item.Key == FailureEvent)
            t_failure = Failure.Get(payload);
    }

    /// <summary>
    /// The runtime asks this before every event, also about those that it does not write then, and several times about one event when
    /// there are other subscribers: an answer must not hang on how often it was asked.
    /// </summary>
    private bool IsWanted(string name, object? subject, object? more)
    {
        switch (name)
        {
            case ActivityName:
                _isAsked = true;
                if (subject is HttpRequestMessage request && !ExecutionContext.IsFlowSuppressed())
                    Meet(request);
                return false;
            case RequestEvent:
                // Without an Activity everybody was asked just now and said no.
                return !_isAsked
                    || Activity.Current is not null
                    || ExecutionContext.IsFlowSuppressed();
            default:
                return name is ResponseEvent or FailureEvent;
        }
    }

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
        // Met by the question, and somebody wants the event: then the response's event has the id as well.
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
