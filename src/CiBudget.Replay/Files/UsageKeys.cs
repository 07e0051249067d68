using CiBudget.Tokens;

namespace CiBudget.Replay;

/// <summary>The counters of a usage, by the names that files and parameters give them: those of ledgers.</summary>
internal static class UsageKeys
{
    public static readonly IReadOnlyList<string> Counters =
    [
        .. TokenKind.All.Select(static kind => kind.Counter),
    ];

    public static Usage With(Usage usage, string counter, long value) =>
        usage with
        {
            Tokens = TokenKind.All.First(kind => kind.Counter == counter).With(usage.Tokens, value),
        };
}
