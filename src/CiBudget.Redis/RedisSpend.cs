using System.Globalization;
using System.Security.Cryptography;

namespace CiBudget.Redis;

/// <summary>
/// Counters that the machines of a pipeline run share in a Redis, and counters over 24 hours that all runs share. Thread-safe.
/// </summary>
/// <remarks>
/// Each process writes its own sums only, absolute ones: what was not heard is said again, and a Redis that comes back is brought up to
/// date. Reservations of a process without a sign of life are given back; its spend is kept. Amounts are exact up to $9,007
/// (numbers in Redis scripts have 53 bits). A Redis that restarts without its data is noticed and counts as away for the rest of the
/// run; windows over 24 hours then begin anew, so let it persist.
/// </remarks>
public sealed class RedisSpend : ISpendStore, IRollingSpend
{
    private const int WindowHours = 24;
    private const string KeptSeconds = "172800"; // two days: longer than any run, and than the window
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly RedisAddress _address;
    private readonly string _runKey;
    private readonly string _windowKey;
    private readonly int _rollingFrom;
    private readonly IReadOnlyList<string> _rolling;
    private readonly TimeSpan _deadAfter;
    private readonly TimeProvider _time;
    private readonly string _process = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
    private readonly Dictionary<(int Counter, long Hour), long> _used = [];
    private readonly Dictionary<int, long> _reserved = [];
    private readonly Timer _beat;
    private RedisLink? _link;
    private string _epoch = "";
    private bool _lost;
    private bool _disposed;

    /// <summary>Counts in a Redis. It is first asked when a call is about to leave.</summary>
    /// <param name="url"><c>redis://[user:password@]host[:port][/database]</c>, or <c>rediss://…[?ca=FILE]</c> for TLS.</param>
    /// <param name="name">What the runs have in common whose limits over 24 hours these are: the repository.</param>
    /// <param name="run">The pipeline run's id, the same on all its machines.</param>
    /// <param name="rollingFrom">The first counter that is over 24 hours and all runs; those before it are the run's.</param>
    /// <param name="rolling">Names of those counters: runs with other limits of their own must mean the same by them.</param>
    /// <param name="deadAfter">How long a process may be silent before its reservations are given back; 30 seconds by default.</param>
    /// <param name="time">The clock.</param>
    /// <param name="folder">What a path in the address is relative to; null for the current folder.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    public RedisSpend(
        string url,
        string name,
        string run,
        int rollingFrom = int.MaxValue,
        IReadOnlyList<string>? rolling = null,
        TimeSpan? deadAfter = null,
        TimeProvider? time = null,
        string? folder = null
    )
    {
        _address = RedisAddress.Parse(url, folder);
        // One hash tag, so that both are on one node of a cluster.
        _runKey = $"{{cibudget:{name}}}:run:{run}";
        _windowKey = $"{{cibudget:{name}}}:window";
        _rollingFrom = rollingFrom;
        _rolling = rolling ?? [];
        _deadAfter = deadAfter ?? TimeSpan.FromSeconds(30);
        _time = time ?? TimeProvider.System;
        var interval = _deadAfter / 4;
        _beat = new Timer(_ => Beat(), null, interval, interval);
    }

    /// <inheritdoc />
    /// <exception cref="SharedLimitsException">Redis is away, or has lost the counts of the run.</exception>
    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        lock (_gate)
        {
            if (asks.Length == 0)
                return null;
            var hour = Hour();
            var words = new List<string>();
            foreach (var ask in asks)
            {
                var field = ask.Spent
                    ? UsedField(ask.Counter, BucketOf(ask.Counter, hour))
                    : ReservedField(ask.Counter);
                var value = ask.Spent
                    ? _used.GetValueOrDefault((ask.Counter, BucketOf(ask.Counter, hour)))
                    : _reserved.GetValueOrDefault(ask.Counter);
                words.AddRange([
                    Window(ask.Counter),
                    NameOf(ask.Counter),
                    Text(ask.Amount),
                    Text(ask.Max),
                    ask.Stop ? "1" : "0",
                    Text(OwnUsed(ask.Counter, hour)),
                    Text(_reserved.GetValueOrDefault(ask.Counter)),
                    field,
                    Text(value + ask.Amount),
                ]);
            }
            if (Ask(RedisScripts.Reserve, asks.Length, words) is [long i, long all, long flying])
                return new SpendRefusal(asks[(int)i].Counter, all, flying);
            Take(asks, hour);
            return null;
        }
    }

    /// <inheritdoc />
    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        lock (_gate)
        {
            var hour = Hour();
            for (var i = 0; i < asks.Length; i++)
            {
                var counter = asks[i].Counter;
                Add(_used, (counter, BucketOf(counter, hour)), used[i]);
                if (asks[i].Spent)
                    Add(_used, (counter, BucketOf(counter, hour)), -asks[i].Amount);
                else
                    Add(_reserved, counter, -asks[i].Amount);
            }
            try
            {
                WriteAll();
            }
            catch (SharedLimitsException)
            {
                // Said again when Redis is back: at the next call or sign of life.
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<long>? Rolling()
    {
        lock (_gate)
        {
            try
            {
                // What could not be said earlier counts too.
                WriteAll();
                return
                [
                    .. Ask(RedisScripts.Rolling, _rolling.Count, [.. _rolling])
                        .Select(sum => (long)sum!),
                ];
            }
            catch (SharedLimitsException)
            {
                return null;
            }
        }
    }

    /// <summary>Counts what left without Redis being asked, because it was away.</summary>
    internal void Take(ReadOnlySpan<SpendAsk> asks)
    {
        lock (_gate)
            Take(asks, Hour());
    }

    /// <summary>Gives back what is still reserved.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _beat.Dispose();
            foreach (var counter in _reserved.Keys.ToList())
                _reserved[counter] = 0;
            try
            {
                if (_epoch.Length > 0)
                    WriteAll();
            }
            catch (SharedLimitsException)
            {
                // It is given back when this process shows no more sign of life.
            }
            _link?.Dispose();
        }
    }

    /// <summary>Ends as a process does that is killed.</summary>
    internal void Abandon()
    {
        lock (_gate)
        {
            _disposed = true;
            _beat.Dispose();
            _link?.Dispose();
        }
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (_disposed || _epoch.Length == 0)
                return;
            try
            {
                WriteAll();
            }
            catch (SharedLimitsException)
            {
                // The next call says so.
            }
        }
    }

    private void WriteAll() => Ask(RedisScripts.Write, _used.Count + _reserved.Count, AllFields());

    private List<string> AllFields()
    {
        var words = new List<string>();
        foreach (var ((counter, hour), value) in _used)
            words.AddRange([Window(counter), UsedField(counter, hour), Text(value)]);
        foreach (var (counter, value) in _reserved)
            words.AddRange([Window(counter), ReservedField(counter), Text(value)]);
        return words;
    }

    /// <summary>Runs a script; once more over a new connection when the old one turns out to be gone.</summary>
    private object?[] Ask(string script, int count, List<string> words)
    {
        for (var isRetry = false; ; isRetry = true)
        {
            try
            {
                Connect();
                return Do(script, count, words);
            }
            catch (Exception e) when (e is IOException or RedisFault)
            {
                var wasOpen = _link is not null;
                _link?.Dispose();
                _link = null;
                if (isRetry || !wasOpen)
                    throw new SharedLimitsException($"{_address}: {e.Message.TrimEnd('.')}.");
            }
        }
    }

    private void Connect()
    {
        if (_link is not null)
            return;
        _link = RedisLink.Open(_address, AnswerWithin);
        if (_epoch.Length == 0 && Do(RedisScripts.Write, 0, []) is ["epoch", string drawn])
            _epoch = drawn;
        else if (_used.Count + _reserved.Count > 0)
            Do(RedisScripts.Write, _used.Count + _reserved.Count, AllFields());
    }

    private object?[] Do(string script, int count, List<string> words)
    {
        if (_lost)
            throw Lost();
        var answer = (object?[])
            _link!.Do([
                "EVAL",
                script,
                "2",
                _runKey,
                _windowKey,
                _process,
                _epoch,
                Text((long)_deadAfter.TotalMilliseconds),
                Text(Hour() - WindowHours),
                KeptSeconds,
                KeptSeconds,
                Text(count),
                .. words,
            ])!;
        _lost = answer is ["lost"];
        return _lost ? throw Lost() : answer;
    }

    private SharedLimitsException Lost() =>
        new(
            $"{_address} has lost the counts of this run: it was restarted without its data, or they were deleted."
        );

    private void Take(ReadOnlySpan<SpendAsk> asks, long hour)
    {
        foreach (var ask in asks)
        {
            if (ask.Spent)
                Add(_used, (ask.Counter, BucketOf(ask.Counter, hour)), ask.Amount);
            else
                Add(_reserved, ask.Counter, ask.Amount);
        }
    }

    private long OwnUsed(int counter, long hour) =>
        _used
            .Where(one =>
                one.Key.Counter == counter
                && (one.Key.Hour == 0 || one.Key.Hour >= hour - WindowHours)
            )
            .Sum(one => one.Value);

    private static void Add<TKey>(Dictionary<TKey, long> sums, TKey key, long amount)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + amount;

    private long Hour() => _time.GetUtcNow().ToUnixTimeSeconds() / 3600;

    private long BucketOf(int counter, long hour) => counter >= _rollingFrom ? hour : 0;

    private string Window(int counter) => counter >= _rollingFrom ? "2" : "1";

    private string UsedField(int counter, long hour) =>
        $"u|{_process}|{NameOf(counter)}|{Text(hour)}";

    private string ReservedField(int counter) => $"r|{_process}|{NameOf(counter)}";

    private string NameOf(int counter) =>
        counter >= _rollingFrom ? _rolling[counter - _rollingFrom] : Text(counter);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
