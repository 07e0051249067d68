namespace CiBudget.Tokens;

/// <summary>
/// Tokens and server-tool requests that one Claude answer, or one attempt inside it, reported in its <c>usage</c> object,
/// apart by the price that each kind has. Counts are tokens unless the name says otherwise; zero where the wire said nothing.
/// </summary>
/// <remarks>Source of the names: <c>usage</c> of <c>POST /v1/messages</c>, platform.claude.com/docs/en/api/messages.</remarks>
public sealed record Usage
{
    /// <summary>The model that served this usage, as the answer named it; null when neither answer nor request named one.</summary>
    public string? Model { get; init; }

    /// <summary>Every counter, as one value that can be added.</summary>
    public TokenCounts Tokens { get; init; }

    /// <summary><c>input_tokens</c>: the prompt after the last cache breakpoint only.</summary>
    public long InputTokens
    {
        get => Tokens.Input;
        init => Tokens = Tokens with { Input = value };
    }

    /// <summary>
    /// <c>cache_creation.ephemeral_5m_input_tokens</c>, and every cache write whose time to live the answer did not give
    /// (see <see cref="CacheSplitAssumed"/>).
    /// </summary>
    public long CacheWrite5mTokens
    {
        get => Tokens.CacheWrite5m;
        init => Tokens = Tokens with { CacheWrite5m = value };
    }

    /// <summary><c>cache_creation.ephemeral_1h_input_tokens</c>.</summary>
    public long CacheWrite1hTokens
    {
        get => Tokens.CacheWrite1h;
        init => Tokens = Tokens with { CacheWrite1h = value };
    }

    /// <summary><c>cache_read_input_tokens</c>.</summary>
    public long CacheReadTokens
    {
        get => Tokens.CacheRead;
        init => Tokens = Tokens with { CacheRead = value };
    }

    /// <summary><c>output_tokens</c>, thinking included.</summary>
    public long OutputTokens
    {
        get => Tokens.Output;
        init => Tokens = Tokens with { Output = value };
    }

    /// <summary><c>output_tokens_details.thinking_tokens</c>: a part of <see cref="OutputTokens"/>, never added to it.</summary>
    public long ThinkingTokens
    {
        get => Tokens.Thinking;
        init => Tokens = Tokens with { Thinking = value };
    }

    /// <summary><c>server_tool_use.web_search_requests</c>.</summary>
    public long WebSearchRequests
    {
        get => Tokens.WebSearches;
        init => Tokens = Tokens with { WebSearches = value };
    }

    /// <summary><c>server_tool_use.web_fetch_requests</c> (free).</summary>
    public long WebFetchRequests
    {
        get => Tokens.WebFetches;
        init => Tokens = Tokens with { WebFetches = value };
    }

    /// <summary><c>service_tier</c>: <c>standard</c>, <c>priority</c>, <c>batch</c>; null when not reported.</summary>
    public string? ServiceTier { get; init; }

    /// <summary><c>inference_geo</c>: <c>global</c>, <c>us</c>; null when not reported.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary><c>speed</c>: <c>standard</c>, <c>fast</c>; null when not reported.</summary>
    public string? Speed { get; init; }

    /// <summary>True when this came from a batch result, which is priced at the batch rate whatever the tier says.</summary>
    public bool Batch { get; init; }

    /// <summary>Why nothing is charged for tokens that are shown; <see cref="UnbilledReason.None"/> when they are charged.</summary>
    public UnbilledReason Unbilled { get; init; }

    /// <summary>True when some cache writes came without their time to live and are held to be 5-minute writes.</summary>
    public bool CacheSplitAssumed { get; init; }

    /// <summary>Counters of the <c>usage</c> object that this version does not know, by path; null when there were none above zero.</summary>
    public IReadOnlyDictionary<string, long>? UnknownCounters { get; init; }

    /// <summary>Cache writes of both lifetimes.</summary>
    public long CacheWriteTokens => Tokens.CacheWrite;

    /// <summary>The whole prompt: input, cache writes and cache reads. It decides the price tier.</summary>
    public long PromptTokens => Tokens.Prompt;

    /// <summary>Prompt and output together.</summary>
    public long TotalTokens => Tokens.Total;
}
