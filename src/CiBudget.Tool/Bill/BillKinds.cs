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

    /// <summary>A usage with one kind only, to be priced by itself.</summary>
    public static Usage Only(Usage usage, string kind) =>
        usage with
        {
            InputTokens = kind == Input ? usage.InputTokens : 0,
            CacheWrite5mTokens = kind == CacheWrite5m ? usage.CacheWrite5mTokens : 0,
            CacheWrite1hTokens = kind == CacheWrite1h ? usage.CacheWrite1hTokens : 0,
            CacheReadTokens = kind == CacheRead ? usage.CacheReadTokens : 0,
            OutputTokens = kind == Output ? usage.OutputTokens : 0,
            WebSearchRequests = kind == WebSearch ? usage.WebSearchRequests : 0,
        };

    /// <summary>What a usage counts, by kind; kinds of which there is nothing are left out.</summary>
    public static IEnumerable<(string Kind, long Count)> Counts(Usage usage) =>
        new[]
        {
            (Input, usage.InputTokens),
            (CacheWrite5m, usage.CacheWrite5mTokens),
            (CacheWrite1h, usage.CacheWrite1hTokens),
            (CacheRead, usage.CacheReadTokens),
            (Output, usage.OutputTokens),
            (WebSearch, usage.WebSearchRequests),
        }.Where(count => count.Item2 > 0);
}
