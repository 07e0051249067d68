namespace CiBudget.Capture;

/// <summary>Counters of one process, as many as are asked for.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LocalSpend : ISpendStore
{
    private readonly object _lock = new();
    private long[] _used = new long[16];
    private long[] _reserved = new long[16];

    /// <inheritdoc />
    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        lock (_lock)
        {
            foreach (var ask in asks)
            {
                Grow(ask.Counter);
                if (ask.Exceeds(_used[ask.Counter], _reserved[ask.Counter]))
                    return new SpendRefusal(
                        ask.Counter,
                        _used[ask.Counter],
                        _reserved[ask.Counter]
                    );
            }

            foreach (var ask in asks)
                (ask.Spent ? _used : _reserved)[ask.Counter] += ask.Amount;

            return null;
        }
    }

    /// <inheritdoc />
    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        lock (_lock)
        {
            for (var i = 0; i < asks.Length; i++)
            {
                _used[asks[i].Counter] += used[i];
                (asks[i].Spent ? _used : _reserved)[asks[i].Counter] -= asks[i].Amount;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() { }

    private void Grow(int counter)
    {
        if (counter >= _used.Length)
        {
            Array.Resize(ref _used, Math.Max(counter + 1, _used.Length * 2));
            Array.Resize(ref _reserved, _used.Length);
        }
    }
}
