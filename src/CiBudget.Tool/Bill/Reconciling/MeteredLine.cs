namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What a run's meter counted of one kind for one model.</summary>
internal sealed record MeteredLine
{
    /// <summary>What is charged.</summary>
    public long Count { get; init; }

    /// <summary>The part of <see cref="Count"/> that came from batches.</summary>
    public long BatchCount { get; init; }

    /// <summary>What answers reported and is not charged (refusals, declined attempts); not part of <see cref="Count"/>.</summary>
    public long UnbilledCount { get; init; }

    /// <summary>At list price, US dollars; null when a part of it has no price.</summary>
    public decimal? ListUsd { get; init; } = 0m;
}
