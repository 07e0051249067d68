using System.Collections.Concurrent;
using System.Diagnostics;

namespace CiBudget.Capture;

/// <summary>
/// Hears of every request of every HttpClient in the process.
/// </summary>
/// <remarks>
/// It takes the old events, not <c>HttpRequestOut.Start/Stop</c>: a subscriber of those makes the handler start an Activity and
/// put a <c>traceparent</c> header on the wire, and metering must not change what the product sends. An exception thrown from
/// <c>System.Net.Http.Request</c> ends the call before it leaves, and <c>System.Net.Http.Response</c> comes after every call that
/// left, also after one that failed. Runs so on .NET 8, 9 and 10 (source: DiagnosticsHandler.cs of dotnet/runtime).
/// </remarks>
internal sealed class HttpEvents(ClaudeMeter meter, EscapeWatch escapes)
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string AboutToSend = "System.Net.Http.HttpRequestOut";
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

    [ThreadStatic]
    private static HttpRequestMessage? t_met;

    private static readonly AsyncLocal<CallRecorder?> Ambient = new();

    // With a lock of its own: a concurrent dictionary allocates for every call.
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
            t_failure = Failure.Of(payload);
    }

    private bool IsWanted(string name, object? subject, object? more)
    {
        if (name == AboutToSend)
        {
            if (subject is HttpRequestMessage request && !ExecutionContext.IsFlowSuppressed())
            {
                t_met = request;
                Meet(request);
            }
            return false;
        }
        if (name != RequestEvent)
            return name is ResponseEvent or FailureEvent;
        var met = t_met;
        t_met = null;
        return met is null;
    }

    private CallRecorder? Meet(HttpRequestMessage request)
    {
        escapes.Seen();
        var call = meter.Begin(request);
        if (call?.Refusal is { } refusal)
        {
            t_met = null;
            EscapeWatch.Stopped();
            throw refusal;
        }
        if (Ambient.Value != call)
            Ambient.Value = call;
        return call;
    }

    private void Leaving(object payload)
    {
        if (Request.Of(payload) is not { } request)
            return;
        var call = request == t_met ? Ambient.Value : Meet(request);
        t_met = null;
        if (call is null)
            return;
        lock (_open)
            _open[RequestId.Of(payload)] = call;
    }

    private void Back(object payload)
    {
        var failure = t_failure;
        t_failure = null;
        var call = Ambient.Value;
        var id = ResponseId.Of(payload);
        if (id != default)
            lock (_open)
                _open.Remove(id, out call);
        if (call is null)
            return;
        if (Response.Of(payload) is { } response)
            call.Answered(response, isAtHand: true);
        else
            call.Unanswered(Ending.Of(payload) == TaskStatus.Canceled, failure);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        while (_subscriptions.TryTake(out var subscription))
            subscription.Dispose();
    }
}
