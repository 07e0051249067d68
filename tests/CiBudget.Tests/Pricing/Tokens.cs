namespace CiBudget.Tests;

internal static class Tokens
{
    /// <summary>So many tokens of each of the five kinds that have prices.</summary>
    public static Usage OfEachKind(string model, long tokens) =>
        new()
        {
            Model = model,
            InputTokens = tokens,
            CacheWrite5mTokens = tokens,
            CacheWrite1hTokens = tokens,
            CacheReadTokens = tokens,
            OutputTokens = tokens,
        };
}
