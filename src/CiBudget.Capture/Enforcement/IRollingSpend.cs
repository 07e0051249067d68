namespace CiBudget.Capture;

/// <summary>A store whose last counters are over all runs, of 24 hours or a month, and that can be asked what all runs used of them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRollingSpend
{
    /// <summary>What is used of each counter over all runs, in their order; null when it cannot be told.</summary>
    IReadOnlyList<long>? Rolling();
}
