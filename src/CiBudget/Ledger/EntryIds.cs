namespace CiBudget.Ledger;

/// <summary>Numbers the entries of one process. Thread-safe.</summary>
/// <param name="process">The process's own id, unique in the run.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EntryIds(string process)
{
    private long _last;

    /// <summary>What all ids begin with.</summary>
    internal string Start { get; } = process + "-";

    /// <summary>What the next one ends with.</summary>
    internal long Next() => Interlocked.Increment(ref _last);
}
