namespace CiBudget;

/// <summary>A store whose last counters are over 24 hours, and that can be asked what all runs used of them.</summary>
public interface IRollingSpend
{
    /// <summary>What is used of each counter over 24 hours, in their order; null when it cannot be told.</summary>
    IReadOnlyList<long>? Rolling();
}
