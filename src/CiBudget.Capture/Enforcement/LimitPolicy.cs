using System.Collections.Concurrent;
using CiBudget.Budgets;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// Keeps calls from leaving that would break an enforced limit (<c>"enforce": "stop"</c> or <c>"soft"</c> in the budget file).
/// Calls of free endpoints and calls to replay hosts reserve nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LimitPolicy : ICallPolicy, ICallObserver, IDisposable
{
    private readonly LimitEnforcer _enforcer;
    private readonly Func<Uri, bool> _isReplayHost;
    private int _asked;
    private readonly ConcurrentDictionary<ClaudeCall, Reservation> _reservations = new();

    internal LimitPolicy(LimitEnforcer enforcer, Func<Uri, bool> isReplayHost)
    {
        _enforcer = enforcer;
        _isReplayHost = isReplayHost;
    }

    /// <summary>The file in a run's directory in which the processes of the run count together.</summary>
    public const string SharedFile = Runs.SpendFile;

    /// <summary>A policy whose run-wide limits are shared by all processes that have this run directory.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="prices">The sheet with the budget's own prices on top.</param>
    /// <param name="runDirectory">The run's directory.</param>
    /// <param name="isReplayHost">True for the address of a replay host.</param>
    /// <param name="across">Makes the store of several machines from this machine's; null when there is but one.</param>
    /// <exception cref="IOException">The shared file cannot be made.</exception>
    /// <exception cref="InvalidOperationException">The shared file belongs to another budget.</exception>
    public static LimitPolicy Open(
        Budget budget,
        PriceSheet prices,
        string runDirectory,
        Func<Uri, bool> isReplayHost,
        Func<ISpendStore, ISpendStore>? across = null
    )
    {
        Directory.CreateDirectory(runDirectory);
        var path = Path.Combine(runDirectory, SharedFile);
        var layout = LimitCounters.LayoutOf(budget);
        return new(
            new LimitEnforcer(
                budget,
                prices,
                counters => Store(new SharedSpend(path, counters, layout), across)
            ),
            isReplayHost
        );
    }

    private static ISpendStore Store(SharedSpend machine, Func<ISpendStore, ISpendStore>? across)
    {
        try
        {
            return across?.Invoke(machine) ?? machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public CallDecision Decide(ClaudeCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!CostsMoney(call) || _isReplayHost(call.Url))
            return CallDecision.Allow;
        if (call.IsElsewhere)
            return CallDecision.Refuse(
                new UnknownHostException(call, "calls are held to limits (\"enforce\")"),
                Codes.Unmeasured
            );
        Volatile.Write(ref _asked, 1);
        if (_enforcer.Reserve(RequestPlan.Load(call), out var refusal) is not { } reservation)
            return CallDecision.Refuse(refusal!);
        _reservations[call] = reservation;
        return CallDecision.Reserved(reservation.Usd);
    }

    /// <inheritdoc />
    public void Ended(ClaudeCall call, PricedEntry ended)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_reservations.TryRemove(call, out var reservation))
            _enforcer.Settle(reservation, ended);
    }

    /// <summary>
    /// Leaves word in the run's directory of what all runs used of their limits, for the check after the run; nothing when no call was
    /// held to a limit.
    /// </summary>
    /// <param name="runDirectory">The run's directory.</param>
    /// <param name="process">This process's id, see <see cref="LedgerProcess.Id"/>.</param>
    public void RecordAcrossRuns(string runDirectory, string process)
    {
        if (Volatile.Read(ref _asked) == 0)
            return;
        try
        {
            SharedFigures.Write(runDirectory, process, _enforcer.UsedAcrossRuns());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The check finds no figure, and says so.
        }
    }

    /// <inheritdoc />
    public void Dispose() => _enforcer.Dispose();

    private static bool CostsMoney(ClaudeCall call) =>
        call.Endpoint
            is ClaudeEndpoint.Messages
                or ClaudeEndpoint.Complete
                or ClaudeEndpoint.Unknown
                or ClaudeEndpoint.BatchCreation;
}
