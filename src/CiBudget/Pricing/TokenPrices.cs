namespace CiBudget;

/// <summary>One price for each kind of token, US dollars per 1,000,000 tokens. Null where the source names no price.</summary>
public sealed record TokenPrices
{
    /// <summary>Uncached prompt tokens.</summary>
    public decimal? Input { get; init; }

    /// <summary>Output tokens, thinking included.</summary>
    public decimal? Output { get; init; }

    /// <summary>Cache writes that live five minutes.</summary>
    public decimal? CacheWrite5m { get; init; }

    /// <summary>Cache writes that live one hour.</summary>
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Cache reads.</summary>
    public decimal? CacheRead { get; init; }
}
