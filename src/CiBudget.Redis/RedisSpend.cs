using System.Security.Cryptography;
using CiBudget.Capture;

namespace CiBudget.Redis;

/// <summary>
/// Counters that the machines of a pipeline run share in a Redis, and counters over 24 hours and a month that all runs share. Thread-safe.
/// </summary>
/// <remarks>
/// Each process writes its own absolute totals, so every write is idempotent and can be repeated after a reconnect. Reservations of a
/// process that has stopped sending heartbeats are released; its spend is kept. Hours and months are those of the server's clock.
/// Amounts are exact up to $9,007 (numbers in Redis scripts have 53 bits). A Redis that loses the counts is noticed and counts as away
/// for the rest of the run; what is over all runs then begins anew for later ones, so let it persist.
/// </remarks>
internal sealed class RedisSpend : ISpendStore, IRollingSpend
{
    private static readonly TimeSpan WhileSilent = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly int _acrossRuns;
    private readonly OwnSums _sums;
    private readonly RedisDialogue _redis;
    private readonly ManualResetEventSlim _ended = new();
    private readonly TimeSpan _interval;

    /// <summary>Counts in a Redis. It is first asked when a call is about to leave.</summary>
    /// <param name="address">See <see cref="RedisUrl"/>.</param>
    /// <param name="name">What the runs have in common whose limits over 24 hours and a month these are: the repository.</param>
    /// <param name="run">The pipeline run's id, the same on all its machines.</param>
    /// <param name="runCounters">How many counters are the run's.</param>
    /// <param name="day">Names of the next counters, which are over 24 hours and all runs: runs with other limits of their own must mean the same by them.</param>
    /// <param name="month">Names of the last counters, which are over a calendar month (UTC) and all runs.</param>
    /// <param name="deadAfter">How long a process may be silent before its reservations are given back; 30 seconds by default.</param>
    /// <param name="folder">What a path in the address is relative to; null for the current folder.</param>
    /// <param name="patience">How long connecting, or an answer, may take; 3 seconds by default.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    public RedisSpend(
        string address,
        string name,
        string run,
        int runCounters = int.MaxValue,
        IReadOnlyList<string>? day = null,
        IReadOnlyList<string>? month = null,
        TimeSpan? deadAfter = null,
        string? folder = null,
        TimeSpan? patience = null
    )
    {
        var process = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var silentForTooLong = deadAfter ?? TimeSpan.FromSeconds(30);
        // One hash tag, so that all are on one node of a cluster.
        var tag = $"{{cibudget:{name}}}";
        var hashes = new List<CounterHash> { new($"{tag}:run:{run}", CounterSpan.Run, []) };
        if (day is { Count: > 0 })
            hashes.Add(new($"{tag}:window", CounterSpan.Day, day));
        if (month is { Count: > 0 })
            hashes.Add(new($"{tag}:month", CounterSpan.Month, month));
        _acrossRuns = hashes.Sum(static hash => hash.Names.Count);
        _sums = new(process, runCounters, hashes);
        _redis = new(
            RedisUrl.Parse(address, folder),
            hashes,
            process,
            _sums,
            silentForTooLong,
            patience ?? TimeSpan.FromSeconds(3)
        );
        _interval = silentForTooLong / 4;
        // Not a timer's: tests may hold all threads of the pool for longer than a process may be silent.
        new Thread(Beat) { IsBackground = true, Name = "CiBudget.Redis" }.Start();
    }

    /// <exception cref="SharedLimitsException">Redis is away, or has lost the counts of the run.</exception>
    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        if (asks.Length == 0)
            return null;
        ThrowWhileSilent();
        var all = asks.ToArray();
        lock (_lock)
        {
            // Somebody else may have waited in vain meanwhile.
            ThrowWhileSilent();
            (int Ask, long Used, long Reserved)? refusal = null;
            var time = _redis.Ask(
                RedisScripts.Reserve,
                () => (all.Length, _sums.ArgumentsFor(all, _redis.Clock.Now!.Value)),
                answer => RedisAnswer.Reserved(answer, all.Length, out refusal)
            );
            _redis.Clock.Heard(time);
            if (refusal is var (ask, used, reserved))
                return new SpendRefusal(all[ask].Counter, used, reserved);
            _sums.Take(all, _redis.Clock.Now);
            return null;
        }
    }

    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        _sums.Settle(asks, used, _redis.Clock.Now);
        Tell();
    }

    public IReadOnlyList<long>? Rolling()
    {
        lock (_lock)
        {
            try
            {
                ThrowWhileSilent();
                // What could not be said earlier counts too.
                _redis.WriteAll();
                return _redis.Ask(
                    RedisScripts.Rolling,
                    () => (_acrossRuns, _sums.AcrossRuns()),
                    answer => RedisAnswer.Sums(answer, _acrossRuns)
                );
            }
            catch (SharedLimitsException)
            {
                return null;
            }
        }
    }

    /// <summary>Counts what left without Redis being asked, because it was away.</summary>
    internal void Take(ReadOnlySpan<SpendAsk> asks) => _sums.Take(asks, _redis.Clock.Now);

    /// <summary>Gives back what is still reserved.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_ended.IsSet)
                return;
            _sums.GiveBack();
            // When Redis cannot be told, it is given back once this process shows no more sign of life.
            if (_redis.HasBegun)
                Tell();
            Abandon();
        }
    }

    /// <summary>Ends as a process does that is killed.</summary>
    internal void Abandon()
    {
        lock (_lock)
        {
            _ended.Set();
            _redis.Dispose();
        }
    }

    /// <summary>Tells Redis all sums. What it does not hear is said again when it is back: at the next call or sign of life.</summary>
    private void Tell()
    {
        if (_redis.Silence is not null)
            return;
        lock (_lock)
        {
            if (_redis.Silence is null)
                TryWrite();
        }
    }

    private void Beat()
    {
        while (!_ended.Wait(_redis.Silence is null ? _interval : Shorter(_interval, WhileSilent)))
        {
            lock (_lock)
            {
                if (!_ended.IsSet && (_redis.HasBegun || _redis.Silence is not null))
                    TryWrite();
            }
        }
    }

    private void TryWrite()
    {
        try
        {
            _redis.WriteAll();
        }
        catch (SharedLimitsException)
        {
            // The next call says so.
        }
    }

    private void ThrowWhileSilent()
    {
        if (_redis.Silence is { } reason)
            throw new SharedLimitsException(reason);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
