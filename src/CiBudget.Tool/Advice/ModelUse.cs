namespace CiBudget.Tool.Advice;

/// <summary>What a run used of one model.</summary>
internal sealed class ModelUse
{
    private long _input;
    private long _output;

    public long Write5m { get; private set; }

    public long Write1h { get; private set; }

    public long Read { get; private set; }

    public long Write => Write5m + Write1h;

    /// <summary>At list price, replayed calls included.</summary>
    public decimal Usd { get; private set; }

    public void Add(Usage part, decimal usd)
    {
        _input += part.InputTokens;
        _output += part.OutputTokens;
        Write5m += part.CacheWrite5mTokens;
        Write1h += part.CacheWrite1hTokens;
        Read += part.CacheReadTokens;
        Usd += usd;
    }

    /// <summary>What the same tokens would cost on another model, at its first tier; null when they have no price there.</summary>
    public decimal? CostOn(string model, PriceSheet prices) =>
        prices
            .CostOf(
                new()
                {
                    Model = model,
                    InputTokens = _input,
                    OutputTokens = _output,
                    CacheWrite5mTokens = Write5m,
                    CacheWrite1hTokens = Write1h,
                    CacheReadTokens = Read,
                },
                promptTokens: 0
            )
            .Usd;
}
