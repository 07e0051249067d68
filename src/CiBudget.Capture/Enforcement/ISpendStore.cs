namespace CiBudget.Capture;

/// <summary>
/// Counters of what is used and what is reserved by calls in flight. Thread-safe; every operation is one atomic step over all
/// processes that share the store.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISpendStore : IDisposable
{
    /// <summary>Reserves every ask, or none and says why.</summary>
    SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks);

    /// <summary>Gives a reservation back and counts what was really used, for each ask in its order.</summary>
    void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used);
}
