namespace SupportBot;

/// <summary>What a bot may use.</summary>
public sealed record BotOptions
{
    /// <summary>The model that answers.</summary>
    public string Model { get; init; } = "claude-opus-5-5";

    /// <summary>The model that may answer when the first one cannot be paid for; null when none may.</summary>
    public string? CheaperModel { get; init; }

    /// <summary>Where the Claude API is; null for where the SDK looks for it.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The longest answer, tokens.</summary>
    public long MaxTokens { get; init; } = 1024;

    /// <summary>The wait before the second attempt at something transient; the third waits twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
