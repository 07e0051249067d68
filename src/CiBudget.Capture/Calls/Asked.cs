using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>What the body of a request asked for.</summary>
internal readonly record struct Asked(
    string? Model,
    long MaxTokens,
    bool Stream,
    string? PromptHash
)
{
    /// <summary>No <c>max_tokens</c>; one is held for each call, so it is no nullable.</summary>
    public const long None = -1;

    public static readonly Asked Nothing = new(null, None, false, null);

    public static Asked In(RequestReader reader) =>
        new(
            reader.Model,
            reader.MaxTokens ?? None,
            reader.Stream,
            reader.Length > 0 ? reader.PromptHash() : null
        );
}
