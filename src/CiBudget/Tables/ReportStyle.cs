namespace CiBudget.Tables;

/// <summary>How the console report looks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ReportStyle
{
    /// <summary>Columns of the terminal; at least 40 is assumed.</summary>
    public int Width { get; init; } = 100;

    /// <summary>True for ANSI colours. The text is the same without them.</summary>
    public bool Color { get; init; }

    /// <summary>True for consoles whose code page has no <c>█ … ≥</c>: every character is ASCII, others become <c>?</c>.</summary>
    public bool Ascii { get; init; }

    /// <summary>How many tests are listed before "and N more".</summary>
    public int Top { get; init; } = 10;

    /// <summary>Paths below this folder are shown relative to it; null shows them whole.</summary>
    public string? Root { get; init; }
}
