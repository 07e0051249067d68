namespace CiBudget.Wire;

/// <summary>How much a request looks like a Claude call by its path.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ClaudeLikeness
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Other services have the same path (<c>/v1/messages</c>): header and body decide.</summary>
    Possible,

    /// <summary>The path names Anthropic, or is one that nobody else has.</summary>
    Certain,
}
