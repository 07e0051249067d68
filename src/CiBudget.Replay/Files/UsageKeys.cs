using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>The counters of a usage, by the names that files and parameters give them: those of <see cref="Usage"/>.</summary>
internal static class UsageKeys
{
    public static readonly IReadOnlyList<string> Counters =
    [
        "inputTokens",
        "outputTokens",
        "cacheReadTokens",
        "cacheWrite5mTokens",
        "cacheWrite1hTokens",
        "thinkingTokens",
        "webSearchRequests",
        "webFetchRequests",
    ];

    public static Usage With(Usage usage, string counter, long value) =>
        counter switch
        {
            "inputTokens" => usage with { InputTokens = value },
            "outputTokens" => usage with { OutputTokens = value },
            "cacheReadTokens" => usage with { CacheReadTokens = value },
            "cacheWrite5mTokens" => usage with { CacheWrite5mTokens = value },
            "cacheWrite1hTokens" => usage with { CacheWrite1hTokens = value },
            "thinkingTokens" => usage with { ThinkingTokens = value },
            "webSearchRequests" => usage with { WebSearchRequests = value },
            "webFetchRequests" => usage with { WebFetchRequests = value },
            _ => throw new ArgumentOutOfRangeException(
                nameof(counter),
                counter,
                "Not a counter of a usage."
            ),
        };
}
