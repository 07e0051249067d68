namespace CiBudget;

/// <summary>
/// Appends entries to this process's ledger file, each whole, in one write, in call order. Thread-safe; never throws to the
/// caller: what cannot be written is counted and the gate hears of it.
/// </summary>
public sealed class LedgerWriter : IDisposable
{
    /// <summary>Opens a new file in a run's directory (made when missing) and writes its opening line.</summary>
    public LedgerWriter(string runDirectory, LedgerProcess process) =>
        throw new NotImplementedException();

    /// <summary>Full path of the file.</summary>
    public string Path => throw new NotImplementedException();

    /// <summary>Entries that could not be written.</summary>
    public long Lost => throw new NotImplementedException();

    /// <summary>An id for the next entry, unique in the run.</summary>
    public string NextId() => throw new NotImplementedException();

    /// <summary>Appends an entry.</summary>
    public void Append(LedgerEntry entry) => throw new NotImplementedException();

    /// <summary>
    /// Writes that, as of now, all calls are in: the closing line. May be written more than once; calls after it reopen the ledger
    /// until the next.
    /// </summary>
    /// <param name="inFlight">Calls that have begun and not ended.</param>
    /// <param name="unmetered">Calls that left for a Claude host without being metered.</param>
    public void Close(long inFlight, long unmetered) => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}
