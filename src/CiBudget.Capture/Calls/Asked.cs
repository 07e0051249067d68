namespace CiBudget.Capture;

/// <summary>What the body of a request asked for.</summary>
internal readonly record struct Asked(
    string? Model,
    long? MaxTokens,
    bool Stream,
    string? PromptHash
)
{
    public static Asked In(RequestReader reader) =>
        new(
            reader.Model,
            reader.MaxTokens,
            reader.Stream,
            reader.Length > 0 ? reader.PromptHash() : null
        );
}
