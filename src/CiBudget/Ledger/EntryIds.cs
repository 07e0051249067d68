namespace CiBudget.Ledger;

/// <summary>Numbers the entries of one process. Thread-safe.</summary>
/// <param name="process">The process's own id, unique in the run.</param>
internal sealed class EntryIds(string process)
{
    private long _last;

    /// <summary>What all ids begin with.</summary>
    public string Start { get; } = process + "-";

    /// <summary>What the next one ends with.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
