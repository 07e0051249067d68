namespace CiBudget;

/// <summary>A model that was called.</summary>
/// <param name="name">Its id as the wire named it; null when it never did.</param>
/// <param name="price">Its row of the price sheet; null when there is none.</param>
internal sealed class ModelRow(string? name, ModelPrice? price)
{
    private readonly long[] _thresholds = price is null
        ? []
        : [.. price.Tiers.Select(tier => tier.AbovePromptTokens)];

    private readonly bool _pricesEveryKind =
        price is not null
        && price
            .Tiers.Select(tier => tier.Prices)
            .Append(price.Prices)
            .Append(price.Fast ?? price.Prices)
            .All(IsComplete);

    public string? Name { get; } = name;

    public LiveAndReplayed Sum { get; } = new();

    private readonly DemandSums _liveDemand = new();
    private readonly DemandSums _replayedDemand = new();

    public Incident Calls { get; } = new();

    /// <summary>True when a pattern names it, by its id on the wire or by its plain id (without date and region).</summary>
    public bool IsMatch(string pattern) =>
        Name is not null
        && (
            GlobPattern.IsMatch(pattern, Name)
            || (price is not null && GlobPattern.IsMatch(pattern, price.Model))
        );

    /// <summary>What its calls asked for, live or replayed.</summary>
    public DemandSums DemandOf(bool replayed) => replayed ? _replayedDemand : _liveDemand;

    /// <summary>What the counted calls asked for, see <see cref="ModelDemand"/>.</summary>
    public ModelDemand Demand(ReplayedCalls replayed)
    {
        var demand = new DemandSums();
        demand.Add(_liveDemand);
        if (replayed == ReplayedCalls.Counted)
            demand.Add(_replayedDemand);
        return ModelDemand.Of(Name, Sum.Counted(replayed), demand);
    }

    /// <summary>How many price tiers a prompt of so many tokens is above.</summary>
    public int TierOf(long promptTokens)
    {
        var tier = 0;
        foreach (var threshold in _thresholds)
        {
            if (promptTokens > threshold)
                tier++;
        }
        return tier;
    }

    /// <summary>The kinds of tokens that decide whether a usage has a price: none where every kind has one.</summary>
    public int PricedKinds(in LedgerUsage usage) =>
        _pricesEveryKind ? usage.Kinds & LedgerUsage.BatchKind : usage.Kinds;

    private static bool IsComplete(TokenPrices prices) =>
        prices
            is {
                Input: not null,
                Output: not null,
                CacheWrite5m: not null,
                CacheWrite1h: not null,
                CacheRead: not null
            };
}
