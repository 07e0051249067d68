namespace CiBudget.Capture;

/// <summary>How the reading of an answer's body came to its end.</summary>
internal enum BodyEnd
{
    /// <summary>The last byte was read.</summary>
    Reached,

    /// <summary>Reading failed.</summary>
    Broken,

    /// <summary>Reading was cancelled.</summary>
    Cancelled,

    /// <summary>The caller disposed it before its end.</summary>
    Disposed,
}
