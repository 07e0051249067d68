using System.Globalization;
using CiBudget.Checking;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>
/// Follows one call from the moment before it leaves to the last byte of its answer and makes its ledger entry, exactly one. Calls of
/// its methods may come from several threads: a response can be disposed while it is read.
/// </summary>
internal sealed class CallRecorder : IBodyWatcher
{
    private readonly ClaudeMeter _meter;
    private readonly ClaudeCall _call;
    private readonly long _time;
    private readonly long _started;
    private readonly int _attempt;
    private CallDecision _decision = CallDecision.Allow;
    private CallDecision _reserved = CallDecision.Allow;
    private int _policiesAsked;
    private bool _replayed;
    private string? _replayHost;
    private RequestWatcher? _request;
    private RequestInfo _info = RequestInfo.Nothing;
    private bool _infoInMemory;
    private AnswerReader? _answer;
    private long _firstByte;
    private bool _isTakenOver;

    // Read without the lock too: a body that has ended is let go of several times.
    private volatile bool _ended;

    public CallRecorder(ClaudeMeter meter, ClaudeCall call)
    {
        _meter = meter;
        _call = call;
        Request = call.Request;
        _time = meter.Options.Time.GetUtcNow().UtcTicks;
        _started = meter.Options.Time.GetTimestamp();
        _attempt = AttemptOf(call.Request);
    }

    /// <summary>The request by which it was met last.</summary>
    public HttpRequestMessage Request { get; private set; }

    /// <summary>What the caller gets instead of an answer; null when the call may leave.</summary>
    public Exception? Refusal => _decision.Refusal;

    /// <summary>Asks the gates, and does what they say.</summary>
    public void Decide()
    {
        // By index: most runs have no gate, and an enumerator would be allocated for each call.
        var policies = _meter.Options.Policies;
        while (_policiesAsked < policies.Count)
        {
            _decision = DecisionOf(policies[_policiesAsked++]);
            if (_reserved.ReservedUsd is null)
                _reserved = _decision;
            if (_decision.Target is not null || Refusal is not null)
                break;
        }
        if (Refusal is not null)
        {
            // Its entry says what was asked for, where that can be read without sending it.
            if (_call.Request.Content is { } content)
                BodyInMemory.TryRead(content, _meter.Options.Process.Run, out _info);
            EndWithoutAnswer(CallOutcome.Refused, complete: true);
            return;
        }
        if (_call.IsElsewhere)
            return;
        _replayed = _decision.Target is not null || _meter.Options.IsReplayHost(_call.Url);
        if (_replayed)
            _replayHost = _meter.Options.ReplayHostName(_decision.Target ?? _call.Url);
        if (_call.Endpoint == ClaudeEndpoint.BatchCreation && _reserved.ReservedUsd is null)
            // No limit concerned it, and nobody else will know what it cost.
            _reserved = CallDecision.Reserved(RequestPlan.MostUsd(_call, _meter.Options.Prices));
        if (_decision.Target is { } target)
            _call.Request.RequestUri = Redirected(_call.Url, target);
        WrapContent(_call.Request);
    }

    /// <summary>A request to an unknown host leaves. That it did is all that is known of it.</summary>
    public void GoElsewhere(bool isTold)
    {
        _ended = true;
        if (_call.Request.Content is { } content)
            BodyInMemory.TryRead(content, _meter.Options.Process.Run, out _info);
        var entry = Entry(CallOutcome.Answered, complete: false, message: null) with
        {
            IsNotice = true,
            Code = Codes.Unmeasured,
        };
        _meter.End(_call, entry, _policiesAsked, isTold);
    }

    /// <summary>The same call, met again further in, perhaps as another request object: cloud adapters make their own.</summary>
    public void ResumeInnerRequest(HttpRequestMessage request)
    {
        Request = request;
        if (_request is { HasSent: true } || request.Content is WatchedRequestContent)
            return;
        RestoreContent();
        WrapContent(request);
    }

    /// <summary>It has not left: a handler of the product's own answers, as a replay host would.</summary>
    public void MarkAnsweredLocally() => _replayed = true;

    /// <summary>An answer has come; its body follows.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="isAtHand">As for <see cref="WatchedResponseContent"/>.</param>
    public void Answered(HttpResponseMessage response, bool isAtHand)
    {
        try
        {
            RestoreRequest();
            var content = new WatchedResponseContent(
                response.Content,
                this,
                isAtHand,
                out var headers
            );
            _answer = new(
                response,
                headers,
                _call.Endpoint,
                _call.Endpoint == ClaudeEndpoint.BatchResults ? OnBatchResult : null
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
        RestoreRequest();
        var outcome = cancelled ? CallOutcome.Cancelled : CallOutcome.Failed;
        var mayHaveLeft = _infoInMemory ? !NeverLeft(why) : _request is { HasSent: true };
        // What was sent may have been worked on, and billed, before the connection was lost.
        EndWithoutAnswer(outcome, complete: !mayHaveLeft);
    }

    /// <summary>True when no connection came about for the request to leave by.</summary>
    private static bool NeverLeft(Exception? why) =>
        why
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            };

    public void OnBytes(ReadOnlySpan<byte> piece)
    {
        if (_ended)
            return;
        // Nobody else can lock this: it is seen in this assembly only.
        lock (this)
        {
            if (_ended || _answer is null)
                return;
            if (_firstByte == 0)
                _firstByte = _meter.Options.Time.GetTimestamp();
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
        _meter.Await(RestOfBody.ReadAsync(body, this));
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
        if (_request is { } request)
        {
            request.Close();
            _info = request.Asked;
        }
        _meter.End(_call, Entry(outcome, complete, _answer?.Message), _policiesAsked);
    }

    private string? ModelAsked => _info.Model ?? ClaudeEndpoints.ModelOf(_call.Url.PathAndQuery);

    private LedgerEntry Entry(CallOutcome outcome, bool complete, ResponseUsage? message)
    {
        var time = _meter.Options.Time;
        var model = ModelAsked;
        return new()
        {
            Time = new(_time, TimeSpan.Zero),
            Test = _call.Test,
            Endpoint = _call.Endpoint,
            Host = ClaudeHosts.AuthorityOf(_call.Url),
            Outcome = outcome,
            Code = _decision.Code,
            Status = _answer?.Status,
            RequestModel = model,
            Region = PlaceOfService.Get(_call.Url, model),
            MaxTokens = _info.MaxTokens == RequestInfo.None ? null : _info.MaxTokens,
            PromptHash = _info.PromptHash,
            Streamed = _info.Stream || _answer is { IsStream: true },
            MessageId =
                message?.MessageId
                ?? (
                    _call.Endpoint == ClaudeEndpoint.BatchResults
                        ? ClaudeEndpoints.BatchOf(_call.Url.PathAndQuery)
                        : null
                ),
            RequestId = _answer?.RequestId,
            Organization = _answer?.Organization,
            Workspace = _answer?.Workspace,
            StopReason = message?.StopReason,
            Error = message?.Error,
            Attempt = _attempt,
            DurationMs = time.GetElapsedTime(_started).TotalMilliseconds,
            FirstByteMs =
                _firstByte == 0
                    ? null
                    : time.GetElapsedTime(_started, _firstByte).TotalMilliseconds,
            Replayed = _replayed,
            Scenario = _decision.Scenario,
            ReplayHost = _replayHost,
            Complete = complete,
            EstimatedUsd = _reserved.ReservedUsd,
            UnreadableCounter = message?.UnreadableCounter,
            Usage = message?.WithModel(model).Parts ?? [],
        };
    }

    private void OnBatchResult(ResponseUsage usage)
    {
        // Lines without a message (errored, cancelled, expired) cost nothing.
        if (usage is { MessageId: null, UnreadableCounter: null, Parts.Count: 0 })
            return;
        var complete = usage.Complete && usage.Parts.Count > 0;
        _meter.Record(
            Entry(CallOutcome.Answered, complete, usage) with
            {
                IsCall = false,
                MessageId = usage.MessageId,
            }
        );
    }

    private void WrapContent(HttpRequestMessage request)
    {
        // A retry handler that sends the same request again, or a redirect that the runtime follows.
        if (request.Content is WatchedRequestContent { Original: var original })
            request.Content = original;
        if (request.Content is null || _call.Endpoint == ClaudeEndpoint.Free)
            return;
        _request = null;
        var salt = _meter.Options.Process.Run;
        _infoInMemory = BodyInMemory.TryRead(request.Content, salt, out _info);
        if (_infoInMemory)
            return;
        _request = new(salt, request);
        request.Content = new WatchedRequestContent(request.Content, _request);
    }

    private void RestoreContent()
    {
        if (
            _request?.Request is
            { Content: WatchedRequestContent { Original: var original } } request
        )
            request.Content = original;
    }

    /// <summary>The caller finds the request as it was given away.</summary>
    private void RestoreRequest()
    {
        RestoreContent();
        if (_decision.Target is not null)
            _call.Request.RequestUri = _call.Url;
    }

    private CallDecision DecisionOf(ICallPolicy gate)
    {
        try
        {
            return gate.Decide(_call);
        }
        catch (Exception exception)
        {
            // A gate that fails keeps the call in: what it guards may be money.
            return CallDecision.Refuse(exception);
        }
    }

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
