namespace CiBudget.Tables;

/// <summary>What a piece of text feels like; the value is its ANSI code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum Tone
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A heading or a sum.</summary>
    Strong = 1,

    /// <summary>What matters less.</summary>
    Dim = 2,

    /// <summary>An error.</summary>
    Bad = 31,

    /// <summary>As it should be.</summary>
    Good = 32,

    /// <summary>A warning.</summary>
    Warn = 33,
}
