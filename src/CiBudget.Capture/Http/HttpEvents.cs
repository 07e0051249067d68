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

    // With a lock of its own: a concurrent dictionary allocates for every call.
    private readonly Dictionary<Guid, CallRecorder> _open = [];
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public void Subscribe() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
    {
        if (listener.Name == Listener)
            _subscriptions.Add(
                listener.Subscribe(
                    this,
                    static name => name is RequestEvent or ResponseEvent or FailureEvent
                )
            );
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

    private void Leaving(object payload)
    {
        escapes.Seen();
        if (Request.Of(payload) is not { } request || meter.Begin(request) is not { } call)
            return;
        if (call.Refusal is { } refusal)
        {
            EscapeWatch.Stopped();
            throw refusal;
        }
        lock (_open)
            _open[RequestId.Of(payload)] = call;
    }

    private void Back(object payload)
    {
        var failure = t_failure;
        t_failure = null;
        CallRecorder? call;
        lock (_open)
            _open.Remove(ResponseId.Of(payload), out call);
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
