using CiBudget.Ledger;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>
/// Follows one call from the moment before it leaves to the last byte of its answer and makes its ledger entry, exactly one. Its
/// methods may be called from several threads: a response can be disposed while it is read.
/// </summary>
internal sealed class CallRecorder(ClaudeMeter meter, ClaudeCall call) : IBodyWatcher
{
    private CallClock _clock = new(meter.Options.Time);
    private CallRoute _route = new();
    private OutgoingRequest _request = new(call.Request);
    private AnswerReader? _answer;
    private bool _isTakenOver;

    // Read without the lock too: a body that has ended is disposed several times.
    private volatile bool _ended;

    /// <summary>The request by which it was met last.</summary>
    public HttpRequestMessage Request => _request.Message;

    /// <summary>What the caller gets instead of an answer; null when the call may leave.</summary>
    public Exception? Refusal => _route.Refusal;

    private string Salt => meter.Options.Process.Run;

    /// <summary>Asks the policies, and does what they say.</summary>
    public void Decide()
    {
        meter.Start(call);
        _route.Decide(call, meter.Options);
        if (Refusal is not null)
        {
            // Its entry says what was asked for, where that can be read without sending it.
            _request.ReadBody(Salt);
            EndWithoutAnswer(CallOutcome.Refused, complete: true);
        }
        else if (!call.IsElsewhere)
            _request.Send(call, _route.Target, Salt);
    }

    /// <summary>A request to an unknown host leaves. That it did is all that is known of it.</summary>
    public void GoElsewhere(bool isTold)
    {
        _ended = true;
        _request.ReadBody(Salt);
        var notice = Entry(CallOutcome.Answered, complete: false, message: null) with
        {
            IsNotice = true,
            Code = Codes.Unmeasured,
        };
        meter.End(call, notice, isTold);
    }

    /// <summary>
    /// The same logical call seen again by an inner handler. Cloud adapters (Bedrock, Vertex) send a new HttpRequestMessage, so our hooks
    /// move to that.
    /// </summary>
    public void ResumeInnerRequest(HttpRequestMessage request) =>
        _request.Resume(call, request, Salt);

    /// <summary>It has not left: a handler of the product's own answers, as a replay host would.</summary>
    public void MarkAnsweredLocally() => _route.IsReplayed = true;

    /// <summary>An answer has come; its body follows.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="isAtHand">As for <see cref="WatchedResponseContent"/>.</param>
    public void Answered(HttpResponseMessage response, bool isAtHand)
    {
        try
        {
            _request.Restore(call);
            var content = new WatchedResponseContent(
                response.Content,
                this,
                isAtHand,
                out var headers
            );
            _answer = new(
                response,
                headers,
                call.Endpoint,
                call.Endpoint == ClaudeEndpoint.BatchResults ? OnBatchResult : null
            );
            if (_answer.HasBody)
                response.Content = content;
            else
                OnEnd();
        }
        catch (Exception)
        {
            // The product has its answer; the call stays in flight, and the gate says so.
        }
    }

    /// <summary>The call ended without an answer.</summary>
    /// <param name="cancelled">True when the caller gave up.</param>
    /// <param name="why">The failure; null when it is not known.</param>
    public void Unanswered(bool cancelled, Exception? why)
    {
        _request.Restore(call);
        // What was sent may have been worked on, and billed, before the connection was lost.
        EndWithoutAnswer(
            cancelled ? CallOutcome.Cancelled : CallOutcome.Failed,
            complete: !_request.MayHaveLeft(why)
        );
    }

    public void OnBytes(ReadOnlySpan<byte> piece)
    {
        if (_ended)
            return;
        // Nobody else can lock this: it is seen in this assembly only.
        lock (this)
        {
            if (_ended || _answer is null)
                return;
            _clock.MarkFirstByte(meter.Options.Time);
            if (!_answer.Write(piece))
                return;
            _answer.Complete(BodyEnd.Reached);
            _ended = true;
        }
        Record(_answer.Outcome, _answer.IsComplete);
    }

    public void OnEnd() => EndBody(BodyEnd.Reached);

    public void OnError(Exception exception) =>
        EndBody(exception is OperationCanceledException ? BodyEnd.Cancelled : BodyEnd.Broken);

    public void OnDisposed() => EndBody(BodyEnd.Disposed);

    public bool TryTakeOver(AbandonedBody body)
    {
        if (_ended)
            return false;
        lock (this)
        {
            // Content and stream are disposed both, and only one of them hands the body over.
            if (_isTakenOver)
                return !_ended;
            if (_ended || _answer is not { IsWorthReading: true })
                return false;
            _isTakenOver = true;
        }
        meter.Await(RestOfBody.ReadAsync(body, this));
        return true;
    }

    private void EndBody(BodyEnd end)
    {
        if (_ended)
            return;
        lock (this)
        {
            if (_ended || _answer is null)
                return;
            _answer.Complete(end);
            _ended = true;
        }
        Record(_answer.Outcome, _answer.IsComplete);
    }

    private void EndWithoutAnswer(CallOutcome outcome, bool complete)
    {
        lock (this)
        {
            if (_ended)
                return;
            _ended = true;
        }
        Record(outcome, complete);
    }

    private void Record(CallOutcome outcome, bool complete)
    {
        _request.Close();
        meter.End(call, Entry(outcome, complete, _answer?.Message));
    }

    private void OnBatchResult(ResponseUsage usage)
    {
        // Lines without a message (errored, cancelled, expired) cost nothing.
        if (usage is { MessageId: null, UnreadableCounter: null, Parts.Count: 0 })
            return;
        meter.Record(
            Entry(
                CallOutcome.Answered,
                complete: usage.Complete && usage.Parts.Count > 0,
                usage
            ) with
            {
                IsCall = false,
                MessageId = usage.MessageId,
            }
        );
    }

    private LedgerEntry Entry(CallOutcome outcome, bool complete, ResponseUsage? message) =>
        EntryBuilder.Build(
            call,
            meter.Options.Time,
            _clock,
            _route,
            _request,
            _answer,
            message,
            outcome,
            complete
        );
}
