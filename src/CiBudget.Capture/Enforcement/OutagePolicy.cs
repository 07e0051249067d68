using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// The circuit breaker: after billing has failed on a live call, no further live call of the run leaves, in any of its processes.
/// </summary>
/// <param name="runDirectory">The directory that the run's processes share.</param>
/// <param name="isReplayHost">True for the address of a replay host.</param>
/// <param name="onRefused">Hears whose call was refused.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OutagePolicy(
    string runDirectory,
    Func<Uri, bool> isReplayHost,
    Action<TestIdentity?> onRefused
) : ICallPolicy, ICallObserver
{
    /// <summary>The file in a run's directory that says which failure opened the breaker.</summary>
    public const string MarkerFile = Runs.OutageFile;

    private readonly string _marker = Path.Combine(runDirectory, MarkerFile);
    private int _open = -1;

    /// <summary>The failure that opened the breaker, here or in another process of the run; null while it is closed.</summary>
    public FailureKind? Failure =>
        Volatile.Read(ref _open) is >= 0 and var kind ? (FailureKind)kind : ReadMarker();

    /// <inheritdoc />
    public CallDecision Decide(ClaudeCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (isReplayHost(call.Url) || Failure is not { } kind)
            return CallDecision.Allow;
        onRefused(call.Test);
        return CallDecision.Refuse(new BillingOutageException(kind), Codes.Outage);
    }

    /// <inheritdoc />
    public void Ended(ClaudeCall call, PricedEntry ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        if (
            ended.Entry is { Replayed: false, Error.Kind: var kind }
            && BillingFailures.IsBilling(kind)
        )
        {
            Volatile.Write(ref _open, (int)kind);
            WriteMarker(kind);
        }
    }

    private FailureKind? ReadMarker()
    {
        try
        {
            if (!File.Exists(_marker))
                return null;
            // An empty marker is one that is just being written.
            var kind = Enum.TryParse<FailureKind>(File.ReadAllText(_marker), out var known)
                ? known
                : FailureKind.Other;
            Volatile.Write(ref _open, (int)kind);
            return kind;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void WriteMarker(FailureKind kind)
    {
        try
        {
            using var marker = new FileStream(
                _marker,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.Read
            );
            marker.Write(System.Text.Encoding.ASCII.GetBytes(kind.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process was first, or nothing can be written; this process has its own mark.
        }
    }
}
