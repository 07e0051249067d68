namespace CiBudget.Replay;

/// <summary>What the caller of an SDK sees of one call.</summary>
/// <param name="Exception">
/// Full name of the exception's class, which may be a base class of the one that is thrown; null when the call succeeds, or seems to.
/// </param>
/// <param name="Attempts">HTTP attempts, the SDK's own retries included.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SdkOutcome(string? Exception, int Attempts)
{
    /// <summary>True when the answer never ends: the caller waits until he gives up.</summary>
    public bool Hangs { get; init; }
}
