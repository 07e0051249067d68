using System.Globalization;

namespace CiBudget.Redis;

/// <summary>What this process has used and reserved: absolute sums, as Redis is told them. Thread-safe.</summary>
/// <param name="process">This process, in the names of its fields.</param>
/// <param name="rollingFrom">The first counter that is over 24 hours and all runs.</param>
/// <param name="rolling">Names of those counters.</param>
internal sealed class OwnSums(string process, int rollingFrom, IReadOnlyList<string> rolling)
{
    public const int WindowHours = 24;

    /// <summary>The hour of what was used before the server told the time.</summary>
    private const long Unknown = -1;

    private readonly object _lock = new();
    private readonly Dictionary<(int Counter, long Hour), long> _used = [];
    private readonly Dictionary<int, long> _reserved = [];

    /// <summary>What <see cref="RedisScripts.Reserve"/> needs to know of each ask.</summary>
    public List<object> WordsFor(ReadOnlySpan<SpendAsk> asks, long hour)
    {
        var words = new List<object>();
        lock (_lock)
        {
            Date(hour);
            foreach (var ask in asks)
            {
                var bucket = (ask.Counter, BucketOf(ask.Counter, hour));
                var reserved = _reserved.GetValueOrDefault(ask.Counter);
                var value = ask.Spent ? _used.GetValueOrDefault(bucket) : reserved;
                words.AddRange([
                    Window(ask.Counter),
                    NameOf(ask.Counter),
                    Text(ask.Amount),
                    Text(ask.Max),
                    ask.Stop ? "1" : "0",
                    Text(UsedOf(ask.Counter, hour)),
                    Text(reserved),
                    ask.Spent ? UsedField(ask.Counter, bucket.Item2) : ReservedField(ask.Counter),
                    Text(value + ask.Amount),
                ]);
            }
        }
        return words;
    }

    /// <summary>Counts what was granted.</summary>
    public void Take(ReadOnlySpan<SpendAsk> asks, long? hour)
    {
        lock (_lock)
        {
            foreach (var ask in asks)
            {
                if (ask.Spent)
                    Add(_used, (ask.Counter, BucketOf(ask.Counter, hour ?? Unknown)), ask.Amount);
                else
                    Add(_reserved, ask.Counter, ask.Amount);
            }
        }
    }

    /// <summary>Gives reservations back and counts what was really used.</summary>
    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used, long? hour)
    {
        lock (_lock)
        {
            for (var i = 0; i < asks.Length; i++)
            {
                var bucket = (asks[i].Counter, BucketOf(asks[i].Counter, hour ?? Unknown));
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
    public List<object> Fields(long hour)
    {
        var words = new List<object>();
        lock (_lock)
        {
            Date(hour);
            foreach (var ((counter, bucket), value) in _used)
                words.AddRange([Window(counter), UsedField(counter, bucket), Text(value)]);
            foreach (var (counter, value) in _reserved)
                words.AddRange([Window(counter), ReservedField(counter), Text(value)]);
        }
        return words;
    }

    private void Date(long hour)
    {
        foreach (var bucket in _used.Keys.Where(static key => key.Hour == Unknown).ToList())
        {
            Add(_used, (bucket.Counter, hour), _used[bucket]);
            _used.Remove(bucket);
        }
    }

    private long UsedOf(int counter, long hour) =>
        _used
            .Where(one =>
                one.Key.Counter == counter
                && (one.Key.Hour == 0 || one.Key.Hour >= hour - WindowHours)
            )
            .Sum(static one => one.Value);

    private static void Add<TKey>(Dictionary<TKey, long> sums, TKey key, long amount)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + amount;

    private long BucketOf(int counter, long hour) => counter >= rollingFrom ? hour : 0;

    private string Window(int counter) => counter >= rollingFrom ? "2" : "1";

    private string UsedField(int counter, long hour) =>
        $"u|{process}|{NameOf(counter)}|{Text(hour)}";

    private string ReservedField(int counter) => $"r|{process}|{NameOf(counter)}";

    private string NameOf(int counter) =>
        counter >= rollingFrom ? rolling[counter - rollingFrom] : Text(counter);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
