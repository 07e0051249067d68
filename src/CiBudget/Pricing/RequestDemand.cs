using CiBudget.Tokens;

namespace CiBudget.Pricing;

/// <summary>What one message request asks for that decides what it can cost.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RequestDemand
{
    /// <summary><c>model</c>; null when the body names none.</summary>
    public string? Model { get; init; }

    /// <summary><c>max_tokens</c>; null when the body has none.</summary>
    public long? MaxTokens { get; init; }

    /// <summary><c>speed</c>; null when the body has none.</summary>
    public string? Speed { get; init; }

    /// <summary><c>inference_geo</c>; null when the body leaves it to the workspace.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The region that was asked for, see <see cref="PlaceOfService.Get(Uri, string?)"/>; null where the region does not decide the price.</summary>
    public string? Region { get; init; }

    /// <summary>The longest <c>cache_control</c> in it.</summary>
    public CacheLifetime Cache { get; init; }

    /// <summary>How many images it has, in the body or elsewhere.</summary>
    public int Images { get; init; }

    /// <summary>Bytes of the body that are images. They are not read as text.</summary>
    public long ImageBytes { get; init; }

    /// <summary>True when it has a document whose length the body does not show: a URL, an uploaded file, a PDF.</summary>
    public bool HasHiddenText { get; init; }

    /// <summary>Tools of Anthropic's that the client runs; each brings a description of its own.</summary>
    public int TypedTools { get; init; }

    /// <summary>True when tools run on the server, whose results are a new prompt each time.</summary>
    public bool LoopsOnServer { get; init; }

    /// <summary>Web searches that it allows.</summary>
    public long WebSearches { get; init; }

    /// <summary>Why nothing can be said of what it can use, to follow "This call"; null when something can.</summary>
    public string? Unbounded { get; init; }
}
