using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>
/// One line of a ledger: one HTTP attempt at a Claude endpoint, or one message of a batch result. It holds no body, no
/// header value and no key.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>More of anything than this is not a count but damage, and sums of it would overflow.</summary>
    public const long MaxCount = 1_000_000_000_000;

    /// <summary>The schema that this version writes, and the only one that it reads: others are refused instead of guessed at.</summary>
    public const int CurrentVersion = 2;

    // An entry is made for every call: what most calls lack takes no room for a flag beside it.
    private readonly long _time;
    private readonly int _status;
    private readonly long _maxTokens = long.MinValue;
    private readonly double _firstByteMs = double.NaN;
    private readonly object? _estimatedUsd;

    /// <summary>Unique in the run: the process's id and a counter. An entry that has none is given one where it is written.</summary>
    public string Id { get; init; } = "";

    /// <summary>When the request left, UTC.</summary>
    public DateTimeOffset Time
    {
        get => new(_time, TimeSpan.Zero);
        init => _time = value.UtcTicks;
    }

    /// <summary>False for a line that only carries one message of a batch result: it has usage but is no call of its own.</summary>
    public bool IsCall { get; init; } = true;

    /// <summary>
    /// True for a line that only tells the check something and counts as no call: that a request which looks like a Claude call went to
    /// an unknown host, or that a scenario got no call. <see cref="Code"/> says which.
    /// </summary>
    public bool IsNotice { get; init; }

    /// <summary>Of a notice, the code of what it tells; of a refused call, that of the reason; null for all others.</summary>
    public string? Code { get; init; }

    /// <summary>The test that made the call; null when none could be named (<i>unattributed</i>).</summary>
    public TestIdentity? Test { get; init; }

    /// <summary>What the request asked for.</summary>
    public ClaudeEndpoint Endpoint { get; init; }

    /// <summary>The host that the caller named, before any redirection to a replay host.</summary>
    public string Host { get; init; } = "";

    /// <summary>How the call ended.</summary>
    public CallOutcome Outcome { get; init; }

    /// <summary>HTTP status; null when no answer came.</summary>
    public int? Status
    {
        get => _status == 0 ? null : _status;
        init => _status = value ?? 0;
    }

    /// <summary>The model that the request asked for; null when it is not in the body or the URL.</summary>
    public string? RequestModel { get; init; }

    /// <summary>The region that was asked for, see <see cref="PlaceOfService.Get(Uri, string?)"/>; null where the region does not decide the price.</summary>
    public string? Region { get; init; }

    /// <summary><c>max_tokens</c> of the request; null when it had none.</summary>
    public long? MaxTokens
    {
        get => _maxTokens == long.MinValue ? null : _maxTokens;
        init => _maxTokens = value ?? long.MinValue;
    }

    /// <summary>
    /// A hash of the request body, salted with the run's id: equal hashes in one run are equal prompts, and it says nothing else.
    /// </summary>
    public string? PromptHash { get; init; }

    /// <summary>True when the caller asked for a stream.</summary>
    public bool Streamed { get; init; }

    /// <summary>The message's id (<c>msg_…</c>).</summary>
    public string? MessageId { get; init; }

    /// <summary>The <c>request-id</c> header or the error body's <c>request_id</c>.</summary>
    public string? RequestId { get; init; }

    /// <summary>The answer's <c>anthropic-organization-id</c>.</summary>
    public string? Organization { get; init; }

    /// <summary>The answer's <c>anthropic-workspace-id</c>.</summary>
    public string? Workspace { get; init; }

    /// <summary>The answer's <c>stop_reason</c>.</summary>
    public string? StopReason { get; init; }

    /// <summary>The error that the answer carried; null when there was none.</summary>
    public ClaudeError? Error { get; init; }

    /// <summary>Which attempt this is: 0 for the first, from <c>x-stainless-retry-count</c>.</summary>
    public int Attempt { get; init; }

    /// <summary>From sending to the last byte of the body, milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>From sending to the first byte of the body, milliseconds; null when none came.</summary>
    public double? FirstByteMs
    {
        get => double.IsNaN(_firstByteMs) ? null : _firstByteMs;
        init => _firstByteMs = value ?? double.NaN;
    }

    /// <summary>True when a replay host answered: the cost was avoided, not incurred.</summary>
    public bool Replayed { get; init; }

    /// <summary>The scenario that answered; null for a live call.</summary>
    public string? Scenario { get; init; }

    /// <summary>What played the scenario (<c>WireMock.Net</c>); null for the embedded server and for a live call.</summary>
    public string? ReplayHost { get; init; }

    /// <summary>False when the usage is a lower bound (<c>≥</c>): the stream was cut, cancelled or broken.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>
    /// The worst case that was reserved before the call left, or that a batch can cost, US dollars; null when nothing was reserved or
    /// it is not known.
    /// </summary>
    public decimal? EstimatedUsd
    {
        get => (decimal?)_estimatedUsd;
        init => _estimatedUsd = value;
    }

    /// <summary>
    /// The counter that made the answer unmeasured (see the reader of the answer), such as
    /// <c>usage.output_tokens</c>; null when all could be read.
    /// </summary>
    public string? UnreadableCounter { get; init; }

    /// <summary>What was used, one part for each price; empty when nothing was reported.</summary>
    public IReadOnlyList<Usage> Usage { get; init; } = [];

    /// <summary>What was asked for that decides the price beside the usage.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RequestedModel Requested => new(RequestModel, Region);

    /// <summary>
    /// True when a call that may have been billed brought no usage, or usage that cannot be read: it is unmeasured, not free.
    /// </summary>
    public bool UsageMissing =>
        !IsNotice
        && CallRules.IsUsageMissing(
            IsCall,
            Usage.Count,
            UnreadableCounter is not null,
            Endpoint,
            Outcome,
            Status,
            Complete,
            Replayed,
            hasError: Error is not null
        );
}
