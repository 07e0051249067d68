namespace CiBudget.Replay;

/// <summary>How it is known that Claude answers like this.</summary>
/// <param name="Kind">The strength of the evidence.</param>
/// <param name="Source">Where it was read, in words.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record Provenance(ProvenanceKind Kind, string Source)
{
    /// <summary>A scenario whose author said nothing: made up for a test.</summary>
    public static Provenance None { get; } = new(ProvenanceKind.Constructed, "");
}
