namespace CiBudget.Replay;

/// <summary>The strength of the evidence for a scenario.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ProvenanceKind
{
    /// <summary>Made up from documented shapes.</summary>
    Constructed,

    /// <summary>Reported by users, not documented.</summary>
    Reported,

    /// <summary>In Claude's documentation or in an official SDK.</summary>
    Documented,
}
