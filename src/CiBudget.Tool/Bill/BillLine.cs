namespace CiBudget.Tool.Bill;

/// <summary>One line of a bill.</summary>
/// <param name="Group">By whom and of what.</param>
/// <param name="Kind">The kind of token, or what else was charged; null when the bill is not broken out by it.</param>
internal sealed record BillLine(BillGroup Group, string? Kind)
{
    /// <summary>Tokens; of another kind how many of it. Null when nothing says how many.</summary>
    public long? Count { get; init; }

    /// <summary>Requests; null for the line of a kind, and where the reports do not say.</summary>
    public long? Requests { get; init; }

    /// <summary>After discounts, before credits; US dollars. Null when the reports do not say.</summary>
    public decimal? AmountUsd { get; init; }

    /// <summary>At list price, US dollars; null when the reports do not say.</summary>
    public decimal? ListUsd { get; init; }
}
