using CiBudget.Capture;

namespace CiBudget.Redis;

/// <summary>Opens limits that machines share in a Redis. CiBudget.NUnit finds it by its name where this package is referenced.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RedisLimitsProvider : ISharedLimitsProvider
{
    /// <inheritdoc />
    public ISpendStore Open(SharedLimitsRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var remote = new RedisSpend(
            run.Address,
            run.Name,
            run.Run,
            run.RunCounters,
            run.DayCounters,
            run.MonthCounters,
            folder: run.Folder
        );
        if (run.LocalWhenUnavailable)
            return new LocalShareSpend(remote, run.Machine, run.Machines, run.OnUnavailable);
        run.Machine.Dispose();
        return remote;
    }
}
