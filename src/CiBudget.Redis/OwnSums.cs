using System.Globalization;
using CiBudget.Capture;

namespace CiBudget.Redis;

/// <summary>What this process has used and reserved: absolute sums, as Redis is told them. Thread-safe.</summary>
/// <param name="process">This process, in the names of its fields.</param>
/// <param name="runCounters">How many counters are the run's.</param>
/// <param name="hashes">The run's hash, then those over all runs, whose counters follow in this order.</param>
internal sealed class OwnSums(string process, int runCounters, IReadOnlyList<CounterHash> hashes)
{
    /// <summary>The bucket of what was used before the server told the time.</summary>
    private const long Unknown = -1;

    private readonly List<(int Hash, string Name)> _acrossRuns =
    [
        .. hashes.Skip(1).SelectMany(static (hash, i) => hash.Names.Select(name => (i + 1, name))),
    ];
    private readonly object _lock = new();
    private readonly Dictionary<(int Counter, long Bucket), long> _used = [];
    private readonly Dictionary<int, long> _reserved = [];

    /// <summary>What <see cref="RedisScripts.Reserve"/> needs to know of each ask.</summary>
    public List<object> ArgumentsFor(ReadOnlySpan<SpendAsk> asks, DateTimeOffset now)
    {
        var words = new List<object>();
        lock (_lock)
        {
            Date(now);
            foreach (var ask in asks)
            {
                var bucket = (ask.Counter, BucketOf(ask.Counter, now));
                var reserved = _reserved.GetValueOrDefault(ask.Counter);
                var value = ask.Spent ? _used.GetValueOrDefault(bucket) : reserved;
                words.AddRange([
                    Window(ask.Counter),
                    NameOf(ask.Counter),
                    Text(ask.Amount),
                    Text(ask.Max),
                    ask.Stop ? "1" : "0",
                    Text(UsedOf(ask.Counter, now)),
                    Text(reserved),
                    ask.Spent ? UsedField(ask.Counter, bucket.Item2) : ReservedField(ask.Counter),
                    Text(value + ask.Amount),
                ]);
            }
        }
        return words;
    }

    /// <summary>Counts what was granted.</summary>
    public void Take(ReadOnlySpan<SpendAsk> asks, DateTimeOffset? now)
    {
        lock (_lock)
        {
            foreach (var ask in asks)
            {
                if (ask.Spent)
                    Add(_used, (ask.Counter, BucketOf(ask.Counter, now)), ask.Amount);
                else
                    Add(_reserved, ask.Counter, ask.Amount);
            }
        }
    }

    /// <summary>Gives reservations back and counts what was really used.</summary>
    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used, DateTimeOffset? now)
    {
        lock (_lock)
        {
            for (var i = 0; i < asks.Length; i++)
            {
                var bucket = (asks[i].Counter, BucketOf(asks[i].Counter, now));
                Add(_used, bucket, used[i]);
                if (asks[i].Spent)
                    Add(_used, bucket, -asks[i].Amount);
                else
                    Add(_reserved, asks[i].Counter, -asks[i].Amount);
            }
        }
    }

    /// <summary>Gives back whatever is still reserved.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            foreach (var counter in _reserved.Keys.ToList())
                _reserved[counter] = 0;
        }
    }

    /// <summary>What <see cref="RedisScripts.Write"/> writes: window, field and value of each sum.</summary>
    public List<object> Fields(DateTimeOffset now)
    {
        var words = new List<object>();
        lock (_lock)
        {
            Date(now);
            foreach (var ((counter, bucket), value) in _used)
                words.AddRange([Window(counter), UsedField(counter, bucket), Text(value)]);
            foreach (var (counter, value) in _reserved)
                words.AddRange([Window(counter), ReservedField(counter), Text(value)]);
        }
        return words;
    }

    /// <summary>Hash and name of each counter over all runs, as <see cref="RedisScripts.Rolling"/> wants them.</summary>
    public List<object> AcrossRuns() =>
        [.. _acrossRuns.SelectMany(one => new object[] { Number(one.Hash), one.Name })];

    private void Date(DateTimeOffset now)
    {
        foreach (var key in _used.Keys.Where(static key => key.Bucket == Unknown).ToList())
        {
            Add(_used, (key.Counter, BucketOf(key.Counter, now)), _used[key]);
            _used.Remove(key);
        }
    }

    private long UsedOf(int counter, DateTimeOffset now)
    {
        var oldest = SpanOf(counter).OldestAt(now);
        return _used
            .Where(one => one.Key.Counter == counter && one.Key.Bucket >= oldest)
            .Sum(static one => one.Value);
    }

    private static void Add<TKey>(Dictionary<TKey, long> sums, TKey key, long amount)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + amount;

    private long BucketOf(int counter, DateTimeOffset? now) =>
        counter < runCounters ? 0
        : now is { } time ? SpanOf(counter).BucketOf(time)
        : Unknown;

    private CounterSpan SpanOf(int counter) => hashes[HashOf(counter)].Span;

    private int HashOf(int counter) =>
        counter < runCounters ? 0 : _acrossRuns[counter - runCounters].Hash;

    private string Window(int counter) => Number(HashOf(counter));

    /// <summary>Redis counts its keys from 1.</summary>
    private static string Number(int hash) => Text(hash + 1);

    private string UsedField(int counter, long bucket) =>
        $"u|{process}|{NameOf(counter)}|{Text(bucket)}";

    private string ReservedField(int counter) => $"r|{process}|{NameOf(counter)}";

    private string NameOf(int counter) =>
        counter < runCounters ? Text(counter) : _acrossRuns[counter - runCounters].Name;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
