using CiBudget.Tokens;

namespace CiBudget.Pricing;

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

    internal TokenPrices Times(decimal factor) =>
        new()
        {
            Input = Input * factor,
            Output = Output * factor,
            CacheWrite5m = CacheWrite5m * factor,
            CacheWrite1h = CacheWrite1h * factor,
            CacheRead = CacheRead * factor,
        };

    /// <summary>The price of so many tokens, times a million.</summary>
    internal decimal GetCost(in TokenCounts tokens) =>
        (tokens.Input * (Input ?? 0m))
        + (tokens.CacheWrite5m * (CacheWrite5m ?? 0m))
        + (tokens.CacheWrite1h * (CacheWrite1h ?? 0m))
        + (tokens.CacheRead * (CacheRead ?? 0m))
        + (tokens.Output * (Output ?? 0m));

    /// <summary>A kind of which there are tokens and no price; null when all have one.</summary>
    internal string? Missing(in TokenCounts tokens) =>
        tokens.Input > 0 && Input is null ? "input tokens"
        : tokens.CacheWrite5m > 0 && CacheWrite5m is null ? "5-minute cache writes"
        : tokens.CacheWrite1h > 0 && CacheWrite1h is null ? "1-hour cache writes"
        : tokens.CacheRead > 0 && CacheRead is null ? "cache reads"
        : tokens.Output > 0 && Output is null ? "output tokens"
        : null;
}
