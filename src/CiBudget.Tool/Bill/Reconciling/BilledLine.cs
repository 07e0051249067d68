namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What the bill says of one kind for one model.</summary>
internal sealed record BilledLine
{
    /// <summary>What was used; null when only money says that something was.</summary>
    public long? Count { get; init; }

    /// <summary>The part of <see cref="Count"/> that came from batches.</summary>
    public long BatchCount { get; init; }

    /// <summary>After discounts, before credits; US dollars. Null when the reports do not say.</summary>
    public decimal? AmountUsd { get; init; }

    /// <summary>At list price, US dollars; null when the reports do not say.</summary>
    public decimal? ListUsd { get; init; }
}
