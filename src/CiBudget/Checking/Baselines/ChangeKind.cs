namespace CiBudget.Checking;

/// <summary>How a test's cost compares with the baseline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ChangeKind
{
    /// <summary>Within tolerance and noise.</summary>
    Same,

    /// <summary>Above what tolerance and noise allow.</summary>
    Rose,

    /// <summary>Below what tolerance and noise allow.</summary>
    Fell,

    /// <summary>Not in the baseline.</summary>
    New,

    /// <summary>In the baseline and not in the run.</summary>
    Gone,

    /// <summary>Calls without a price are among it, and what is known has not risen: nothing can be said.</summary>
    Unpriced,
}
