using CiBudget.Checking;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>Keys of a line that a reader knows, and from <see cref="Model"/> on those of an element of its <c>usage</c>.</summary>
internal enum LedgerKey : byte
{
    /// <summary>One that nobody knows, or none.</summary>
    Other,

    V,
    Kind,
    Id,
    Code,
    Time,
    Test,
    Endpoint,
    Host,
    Outcome,
    Status,
    RequestModel,
    Region,
    MaxTokens,
    PromptHash,
    Streamed,
    MessageId,
    RequestId,
    Organization,
    Workspace,
    StopReason,
    Error,
    Attempt,
    DurationMs,
    FirstByteMs,
    Replayed,
    Scenario,
    ReplayHost,
    Complete,
    EstimatedUsd,
    UnreadableCounter,
    Usage,
    InFlight,
    Unmetered,
    Lost,
    Lines,
    Sum,

    // Of an element of `usage`.
    Model,
    InputTokens,
    CacheWrite5mTokens,
    CacheWrite1hTokens,
    CacheReadTokens,
    OutputTokens,
    ThinkingTokens,
    WebSearchRequests,
    WebFetchRequests,
    ServiceTier,
    InferenceGeo,
    Speed,
    Batch,
    Unbilled,
    CacheSplitAssumed,
    UnknownCounters,
}
