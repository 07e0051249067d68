namespace CiBudget.Tokens;

/// <summary>
/// Everything that a <c>usage</c> object counts, by the price that each kind has. This is the only list of the counters: whatever
/// sums them adds values of this type. Counts are tokens unless the name says otherwise.
/// </summary>
public readonly record struct TokenCounts
{
    /// <summary>Above this a count is a fault of the wire, not usage; the limit also keeps every sum inside <c>decimal</c>.</summary>
    private const long MostPlausible = 1_000_000_000_000_000;

    /// <summary>How many counters there are.</summary>
    internal const int Size = 8;

    /// <summary>The prompt after the last cache breakpoint only.</summary>
    public long Input { get; init; }

    /// <summary>Cache writes that live five minutes.</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>Cache writes that live one hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>Cache reads.</summary>
    public long CacheRead { get; init; }

    /// <summary>Output, thinking included.</summary>
    public long Output { get; init; }

    /// <summary>A part of <see cref="Output"/>, never added to it.</summary>
    public long Thinking { get; init; }

    /// <summary>Web searches.</summary>
    public long WebSearches { get; init; }

    /// <summary>Web fetches (free).</summary>
    public long WebFetches { get; init; }

    /// <summary>Cache writes of both lifetimes.</summary>
    public long CacheWrite => CacheWrite5m + CacheWrite1h;

    /// <summary>Prompt tokens that were written to the cache or read from it.</summary>
    public long Cached => CacheWrite + CacheRead;

    /// <summary>The whole prompt: input, cache writes and cache reads. It decides the price tier.</summary>
    public long Prompt => Input + Cached;

    /// <summary>Prompt and output together.</summary>
    public long Total => Prompt + Output;

    /// <summary>False when a count is below zero or larger than any answer can be.</summary>
    internal bool IsPlausible =>
        IsCount(Input)
        && IsCount(CacheWrite5m)
        && IsCount(CacheWrite1h)
        && IsCount(CacheRead)
        && IsCount(Output)
        && IsCount(WebSearches);

    /// <summary>A bit for every kind that can have a price of its own and of which something was used.</summary>
    internal int Kinds =>
        Bit(Input, 0)
        | Bit(CacheWrite5m, 1)
        | Bit(CacheWrite1h, 2)
        | Bit(CacheRead, 3)
        | Bit(Output, 4)
        | Bit(WebSearches, 5);

    /// <summary>From the counts by <see cref="TokenKind.Index"/>.</summary>
    internal static TokenCounts From(ReadOnlySpan<long> counts) =>
        new()
        {
            Input = counts[0],
            CacheWrite5m = counts[1],
            CacheWrite1h = counts[2],
            CacheRead = counts[3],
            Output = counts[4],
            Thinking = counts[5],
            WebSearches = counts[6],
            WebFetches = counts[7],
        };

    /// <summary>Adds count by count.</summary>
    public static TokenCounts operator +(TokenCounts left, TokenCounts right) =>
        new()
        {
            Input = left.Input + right.Input,
            CacheWrite5m = left.CacheWrite5m + right.CacheWrite5m,
            CacheWrite1h = left.CacheWrite1h + right.CacheWrite1h,
            CacheRead = left.CacheRead + right.CacheRead,
            Output = left.Output + right.Output,
            Thinking = left.Thinking + right.Thinking,
            WebSearches = left.WebSearches + right.WebSearches,
            WebFetches = left.WebFetches + right.WebFetches,
        };

    /// <summary>The same as <c>+</c>.</summary>
    public static TokenCounts Add(TokenCounts left, TokenCounts right) => left + right;

    private static bool IsCount(long count) => count is >= 0 and <= MostPlausible;

    private static int Bit(long count, int place) => count > 0 ? 1 << place : 0;
}
