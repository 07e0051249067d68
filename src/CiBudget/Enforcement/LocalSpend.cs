namespace CiBudget;

/// <summary>Counters of one process, as many as are asked for.</summary>
public sealed class LocalSpend : ISpendStore
{
    private readonly object gate = new();
    private long[] used = new long[16];
    private long[] reserved = new long[16];

    /// <inheritdoc />
    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        lock (gate)
        {
            foreach (var ask in asks)
            {
                Grow(ask.Counter);
                if (ask.Exceeds(used[ask.Counter], reserved[ask.Counter]))
                {
                    return new SpendRefusal(ask.Counter, used[ask.Counter], reserved[ask.Counter]);
                }
            }

            foreach (var ask in asks)
            {
                (ask.Spent ? used : reserved)[ask.Counter] += ask.Amount;
            }

            return null;
        }
    }

    /// <inheritdoc />
    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        lock (gate)
        {
            for (var i = 0; i < asks.Length; i++)
            {
                this.used[asks[i].Counter] += used[i];
                (asks[i].Spent ? this.used : reserved)[asks[i].Counter] -= asks[i].Amount;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() { }

    private void Grow(int counter)
    {
        if (counter >= used.Length)
        {
            Array.Resize(ref used, Math.Max(counter + 1, used.Length * 2));
            Array.Resize(ref reserved, used.Length);
        }
    }
}
