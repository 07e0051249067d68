using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>What the body of a request asked for.</summary>
internal readonly record struct RequestInfo(
    string? Model,
    long MaxTokens,
    bool Stream,
    string? PromptHash
)
{
    /// <summary>No <c>max_tokens</c>; one is held for each call, so it is no nullable.</summary>
    public const long None = -1;

    public static readonly RequestInfo Nothing = new(null, None, false, null);

    public static RequestInfo From(RequestReader reader) =>
        new(
            reader.Model,
            reader.MaxTokens ?? None,
            reader.Stream,
            reader.Length > 0 ? reader.PromptHash() : null
        );
}
