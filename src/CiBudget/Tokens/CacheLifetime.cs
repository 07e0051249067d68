namespace CiBudget.Tokens;

/// <summary>How long a prompt that a request writes to the cache lives, at the longest.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CacheLifetime
{
    /// <summary>The request has no <c>cache_control</c>: nothing is written.</summary>
    None,

    /// <summary>Five minutes.</summary>
    FiveMinutes,

    /// <summary>One hour, or a lifetime that this version does not know.</summary>
    Hour,
}
