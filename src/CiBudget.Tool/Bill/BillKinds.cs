using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>What is charged for, by the names of the Admin API. One that is not here keeps its name and is shown.</summary>
internal static class BillKinds
{
    public const string Input = "uncached_input_tokens";
    public const string CacheWrite5m = "cache_creation.ephemeral_5m_input_tokens";
    public const string CacheWrite1h = "cache_creation.ephemeral_1h_input_tokens";
    public const string CacheRead = "cache_read_input_tokens";
    public const string Output = "output_tokens";
    public const string WebSearch = "web_search";
    public const string CodeExecution = "code_execution";
    public const string SessionUsage = "session_usage";

    /// <summary>Tokens whose kind the report does not say.</summary>
    public const string Tokens = "tokens";

    private static readonly string[] InOrder =
    [
        Input,
        CacheWrite5m,
        CacheWrite1h,
        CacheRead,
        Output,
        Tokens,
        WebSearch,
        CodeExecution,
        SessionUsage,
    ];

    /// <summary>True for what a test run's meter counts.</summary>
    public static bool IsMetered(string kind) => Array.IndexOf(InOrder, kind) is >= 0 and <= 6;

    public static bool IsTokens(string kind) => Array.IndexOf(InOrder, kind) is >= 0 and <= 5;

    /// <summary>Where it stands in a table.</summary>
    public static int Rank(string kind) =>
        Array.IndexOf(InOrder, kind) is var index and >= 0 ? index : InOrder.Length;

    /// <summary>As people read it.</summary>
    public static string Name(string kind) =>
        kind switch
        {
            Input => "input",
            CacheWrite5m => "cache write 5m",
            CacheWrite1h => "cache write 1h",
            CacheRead => "cache read",
            Output => "output",
            WebSearch => "web search",
            CodeExecution => "code execution",
            SessionUsage => "agent sessions",
            _ => kind,
        };

    /// <summary>What is counted, by kind; kinds of which there is nothing are left out.</summary>
    public static IEnumerable<(string Kind, long Count, TokenCounts Only)> Counts(
        TokenCounts tokens
    ) =>
        new (string, long, TokenCounts)[]
        {
            (Input, tokens.Input, new() { Input = tokens.Input }),
            (CacheWrite5m, tokens.CacheWrite5m, new() { CacheWrite5m = tokens.CacheWrite5m }),
            (CacheWrite1h, tokens.CacheWrite1h, new() { CacheWrite1h = tokens.CacheWrite1h }),
            (CacheRead, tokens.CacheRead, new() { CacheRead = tokens.CacheRead }),
            (Output, tokens.Output, new() { Output = tokens.Output }),
            (WebSearch, tokens.WebSearches, new() { WebSearches = tokens.WebSearches }),
        }.Where(count => count.Item2 > 0);
}
