namespace CiBudget.Budgets;

/// <summary>What a replayed call does to limits.</summary>
public enum ReplayedCalls
{
    /// <summary>It costs nothing; its list price is shown as avoided.</summary>
    Free,

    /// <summary>It counts as if it were live, at list price: a gate on recorded traffic.</summary>
    Counted,
}
