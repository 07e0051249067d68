using CiBudget.Budgets;
using CiBudget.Pricing;

namespace CiBudget.Checking;

/// <summary>A model that was called.</summary>
/// <param name="name">Its id as the wire named it; null when it never did.</param>
/// <param name="price">Its row of the price sheet; null when there is none.</param>
internal sealed class ModelRow(string? name, ModelPrice? price)
{
    /// <summary>By its own row of the sheet.</summary>
    public PriceShape Shape { get; } = new(price);

    public string? Name { get; } = name;

    /// <summary>Its row of the sheet; null when there is none.</summary>
    public ModelPrice? Price => price;

    /// <summary>The model of the price sheet that its id means; null when that is not known.</summary>
    public string? Meaning =>
        price is null or { IsForOneId: true, MeansModel: null }
            ? null
            : price.MeansModel ?? price.Model;

    public LiveAndReplayed Sum { get; } = new();

    private readonly DemandSums _liveDemand = new();
    private readonly DemandSums _replayedDemand = new();

    public Occurrence Calls { get; } = new();

    /// <summary>True when a pattern names it.</summary>
    public bool IsMatch(string pattern) =>
        Name is not null && LimitMatch.NamesModel(pattern, Name, price);

    /// <summary>What its calls asked for, live or replayed.</summary>
    public DemandSums DemandOf(bool replayed) => replayed ? _replayedDemand : _liveDemand;

    /// <summary>What the counted calls asked for, see <see cref="ModelDemand"/>.</summary>
    public ModelDemand Demand(ReplayedCalls replayed)
    {
        var demand = new DemandSums();
        demand.Add(_liveDemand);
        if (replayed == ReplayedCalls.Counted)
            demand.Add(_replayedDemand);
        return ModelDemand.Create(Name, Sum.Counted(replayed), demand);
    }
}
