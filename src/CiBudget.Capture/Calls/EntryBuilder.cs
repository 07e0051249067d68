using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>Makes the ledger entry of a call from what its parts know.</summary>
internal static class EntryBuilder
{
    /// <param name="call">The call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="clock">When it left.</param>
    /// <param name="route">Where it went.</param>
    /// <param name="request">What it asked for.</param>
    /// <param name="answer">What came back; null when nothing did.</param>
    /// <param name="message">What the answer's body says, or one line of it; null when it says nothing.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="complete">False when it may have used more than is known.</param>
    public static LedgerEntry Build(
        ClaudeCall call,
        TimeProvider time,
        in CallClock clock,
        in CallRoute route,
        in OutgoingRequest request,
        AnswerReader? answer,
        ResponseUsage? message,
        CallOutcome outcome,
        bool complete
    )
    {
        var info = request.Info;
        var model = info.Model ?? ClaudeEndpoints.ModelOf(call.Url.PathAndQuery);
        return new()
        {
            Time = clock.Time,
            Test = call.Test,
            Endpoint = call.Endpoint,
            Host = ClaudeHosts.AuthorityOf(call.Url),
            Outcome = outcome,
            Code = route.Code,
            Status = answer?.Status,
            RequestModel = model,
            Region = PlaceOfService.Get(call.Url, model),
            MaxTokens = info.MaxTokens == RequestInfo.None ? null : info.MaxTokens,
            PromptHash = info.PromptHash,
            Streamed = info.Stream || answer is { IsStream: true },
            MessageId =
                message?.MessageId
                ?? (
                    call.Endpoint == ClaudeEndpoint.BatchResults
                        ? ClaudeEndpoints.BatchOf(call.Url.PathAndQuery)
                        : null
                ),
            RequestId = answer?.RequestId,
            Organization = answer?.Organization,
            Workspace = answer?.Workspace,
            StopReason = message?.StopReason,
            Error = message?.Error,
            Attempt = request.Attempt,
            DurationMs = clock.DurationMs(time),
            FirstByteMs = clock.FirstByteMs(time),
            Replayed = route.IsReplayed,
            Scenario = route.Scenario,
            ReplayHost = route.ReplayHost,
            Complete = complete,
            EstimatedUsd = route.ReservedUsd,
            UnreadableCounter = message?.UnreadableCounter,
            Usage = message?.WithModel(model).Parts ?? [],
        };
    }
}
