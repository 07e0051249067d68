namespace CiBudget.Capture;

/// <summary>
/// Meters every Claude call that HttpClients of this process make. One meter is active at a time; disposing it ends metering and
/// closes the ledger.
/// </summary>
public sealed class ClaudeMeter : IDisposable
{
    /// <summary>The active meter; null when none is.</summary>
    public static ClaudeMeter? Current => throw new NotImplementedException();

    /// <summary>Starts metering through the diagnostic listener.</summary>
    /// <exception cref="InvalidOperationException">A meter is active already.</exception>
    public static ClaudeMeter Start(MeterOptions options) => throw new NotImplementedException();

    /// <summary>Calls that have begun and not ended.</summary>
    public long InFlight => throw new NotImplementedException();

    /// <summary>Calls that left for a Claude host without being metered, as far as the runtime's own counters tell.</summary>
    public long Unmetered => throw new NotImplementedException();

    /// <summary>Full path of the ledger file; null when there is none.</summary>
    public string? LedgerPath => throw new NotImplementedException();

    /// <summary>Writes the ledger's closing line as things stand; metering goes on.</summary>
    public void Checkpoint() => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}
