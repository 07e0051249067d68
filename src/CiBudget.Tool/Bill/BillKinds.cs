using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>What is charged for, by the names of the Admin API. One that is not here keeps its name and is shown.</summary>
internal static class BillKinds
{
    public const string Input = "uncached_input_tokens";
    public const string WebSearch = "web_search";
    public const string CodeExecution = "code_execution";
    public const string SessionUsage = "session_usage";

    /// <summary>Tokens whose kind the report does not say.</summary>
    public const string Tokens = "tokens";

    private static readonly string[] InOrder =
    [
        .. TokenKind.Billed.Where(kind => kind != TokenKind.WebSearch).Select(Get),
        Tokens,
        WebSearch,
        CodeExecution,
        SessionUsage,
    ];

    /// <summary>A counter's name in the reports.</summary>
    public static string Get(TokenKind kind) =>
        kind == TokenKind.Input ? Input
        : kind == TokenKind.WebSearch ? WebSearch
        : kind.WireName;

    /// <summary>True for what a test run's meter counts.</summary>
    public static bool IsMetered(string kind) => Rank(kind) <= Rank(WebSearch);

    public static bool IsTokens(string kind) => Rank(kind) <= Rank(Tokens);

    /// <summary>Where it stands in a table.</summary>
    public static int Rank(string kind) =>
        Array.IndexOf(InOrder, kind) is var index and >= 0 ? index : InOrder.Length;

    /// <summary>As people read it.</summary>
    public static string Name(string kind) =>
        kind switch
        {
            CodeExecution => "code execution",
            SessionUsage => "agent sessions",
            _ => TokenKind.Billed.FirstOrDefault(counter => Get(counter) == kind)?.ShortName
                ?? kind,
        };

    /// <summary>What is counted, by kind; kinds of which there is nothing are left out.</summary>
    public static IEnumerable<(string Kind, long Count, TokenCounts Only)> Counts(
        TokenCounts tokens
    ) =>
        from counter in TokenKind.Billed
        let count = counter.Get(tokens)
        where count > 0
        select (Get(counter), count, counter.With(default, count));
}
