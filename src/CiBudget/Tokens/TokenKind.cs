namespace CiBudget.Tokens;

/// <summary>
/// One counter of <see cref="TokenCounts"/> under its names. What reads, writes or lists counters goes through <see cref="All"/> or
/// <see cref="Priced"/>, so that a new counter is a row here and not an edit in each of them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TokenKind
{
    private readonly Getter _get;
    private readonly Setter _set;

    private TokenKind(
        int index,
        string name,
        string counter,
        string shortName,
        string words,
        string wire,
        Getter get,
        Setter set
    )
    {
        Index = index;
        Name = name;
        Counter = counter;
        ShortName = shortName;
        Words = words;
        WireName = wire;
        _get = get;
        _set = set;
    }

    private delegate long Getter(in TokenCounts counts);

    private delegate TokenCounts Setter(in TokenCounts counts, long count);

    /// <summary>The prompt after the last cache breakpoint.</summary>
    public static readonly TokenKind Input = new(
        0,
        "input",
        "inputTokens",
        "input",
        "input tokens",
        "input_tokens",
        static (in TokenCounts counts) => counts.Input,
        static (in TokenCounts counts, long count) => counts with { Input = count }
    );

    /// <summary>Cache writes that live five minutes.</summary>
    public static readonly TokenKind CacheWrite5m = new(
        1,
        "cacheWrite5m",
        "cacheWrite5mTokens",
        "cache write 5m",
        "5-minute cache writes",
        "cache_creation.ephemeral_5m_input_tokens",
        static (in TokenCounts counts) => counts.CacheWrite5m,
        static (in TokenCounts counts, long count) => counts with { CacheWrite5m = count }
    );

    /// <summary>Cache writes that live one hour.</summary>
    public static readonly TokenKind CacheWrite1h = new(
        2,
        "cacheWrite1h",
        "cacheWrite1hTokens",
        "cache write 1h",
        "1-hour cache writes",
        "cache_creation.ephemeral_1h_input_tokens",
        static (in TokenCounts counts) => counts.CacheWrite1h,
        static (in TokenCounts counts, long count) => counts with { CacheWrite1h = count }
    );

    /// <summary>Cache reads.</summary>
    public static readonly TokenKind CacheRead = new(
        3,
        "cacheRead",
        "cacheReadTokens",
        "cache read",
        "cache reads",
        "cache_read_input_tokens",
        static (in TokenCounts counts) => counts.CacheRead,
        static (in TokenCounts counts, long count) => counts with { CacheRead = count }
    );

    /// <summary>Output, thinking included.</summary>
    public static readonly TokenKind Output = new(
        4,
        "output",
        "outputTokens",
        "output",
        "output tokens",
        "output_tokens",
        static (in TokenCounts counts) => counts.Output,
        static (in TokenCounts counts, long count) => counts with { Output = count }
    );

    /// <summary>A part of the output.</summary>
    public static readonly TokenKind Thinking = new(
        5,
        "thinking",
        "thinkingTokens",
        "thinking",
        "thinking tokens",
        "output_tokens_details.thinking_tokens",
        static (in TokenCounts counts) => counts.Thinking,
        static (in TokenCounts counts, long count) => counts with { Thinking = count }
    );

    /// <summary>Web searches.</summary>
    public static readonly TokenKind WebSearch = new(
        6,
        "webSearch",
        "webSearchRequests",
        "web search",
        "web searches",
        "server_tool_use.web_search_requests",
        static (in TokenCounts counts) => counts.WebSearches,
        static (in TokenCounts counts, long count) => counts with { WebSearches = count }
    );

    /// <summary>Web fetches (free).</summary>
    public static readonly TokenKind WebFetch = new(
        7,
        "webFetch",
        "webFetchRequests",
        "web fetch",
        "web fetches",
        "server_tool_use.web_fetch_requests",
        static (in TokenCounts counts) => counts.WebFetches,
        static (in TokenCounts counts, long count) => counts with { WebFetches = count }
    );

    /// <summary>Every counter, by <see cref="Index"/>: those with a price for each token come first.</summary>
    public static IReadOnlyList<TokenKind> All { get; } =
    [Input, CacheWrite5m, CacheWrite1h, CacheRead, Output, Thinking, WebSearch, WebFetch];

    /// <summary>The kinds that have a price for each token, in the order of price lists.</summary>
    public static IReadOnlyList<TokenKind> Priced { get; } =
    [Input, Output, CacheWrite5m, CacheWrite1h, CacheRead];

    /// <summary>Writes to the prompt cache, by lifetime.</summary>
    public static IReadOnlyList<TokenKind> CacheWrites { get; } = [CacheWrite5m, CacheWrite1h];

    /// <summary>The counters that cost money.</summary>
    public static IReadOnlyList<TokenKind> Billed { get; } = [.. All.Take(Priced.Count), WebSearch];

    /// <summary>Where it stands in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>Its price in a price sheet or a budget file: <c>cacheRead</c>.</summary>
    public string Name { get; }

    /// <summary>Its count in ledgers and reports: <c>cacheReadTokens</c>.</summary>
    public string Counter { get; }

    /// <summary>At a column or a line of a table: <c>cache read</c>.</summary>
    public string ShortName { get; }

    /// <summary>In a message: <c>cache reads</c>.</summary>
    public string Words { get; }

    /// <summary>Its path in the <c>usage</c> object of an answer: <c>cache_read_input_tokens</c>.</summary>
    public string WireName { get; }

    /// <summary>What the tokens of a prompt may be that a request lets live so long in the cache.</summary>
    public static IReadOnlyList<TokenKind> OfPrompt(CacheLifetime cache) =>
        cache switch
        {
            CacheLifetime.None => [Input],
            CacheLifetime.FiveMinutes => [Input, CacheRead, CacheWrite5m],
            _ => [Input, CacheRead, .. CacheWrites],
        };

    /// <summary>How many of this kind there are.</summary>
    public long Get(in TokenCounts counts) => _get(counts);

    /// <summary>The same counts with so many of this kind.</summary>
    public TokenCounts With(in TokenCounts counts, long count) => _set(counts, count);

    /// <inheritdoc />
    public override string ToString() => Name;
}
