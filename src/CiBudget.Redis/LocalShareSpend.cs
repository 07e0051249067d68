using CiBudget.Capture;

namespace CiBudget.Redis;

/// <summary>Counts in a Redis, and on this machine too; while Redis is away, this machine alone holds calls to its share of each limit.</summary>
/// <param name="remote">The counters of all machines.</param>
/// <param name="local">The counters of this machine.</param>
/// <param name="machines">How many machines a run has: a machine's share is the limit divided by it.</param>
/// <param name="onAway">Hears, once, why Redis is away.</param>
internal sealed class LocalShareSpend(
    RedisSpend remote,
    ISpendStore local,
    int machines,
    Action<string> onAway
) : ISpendStore, IRollingSpend
{
    private int _said;

    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        try
        {
            if (remote.Reserve(asks) is { } refusal)
                return refusal;
            // Granted by all machines: here it is only counted.
            local.Reserve(With(asks, static _ => long.MaxValue));
            return null;
        }
        catch (SharedLimitsException away)
        {
            if (Interlocked.Exchange(ref _said, 1) == 0)
                onAway(away.Message);
        }

        var left = local.Reserve(With(asks, ask => ask.Max / machines));
        if (left is null)
            remote.Take(asks);
        return left;
    }

    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        local.Settle(asks, used);
        remote.Settle(asks, used);
    }

    public IReadOnlyList<long>? Rolling() => remote.Rolling();

    public void Dispose()
    {
        local.Dispose();
        remote.Dispose();
    }

    private static SpendAsk[] With(ReadOnlySpan<SpendAsk> asks, Func<SpendAsk, long> max)
    {
        var changed = asks.ToArray();
        for (var i = 0; i < changed.Length; i++)
            changed[i] = changed[i] with { Max = max(changed[i]) };
        return changed;
    }
}
