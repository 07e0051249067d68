namespace CiBudget.Tool.Bill;

/// <summary>What a report says was charged.</summary>
/// <param name="Group">By whom and of what.</param>
/// <param name="Kind">The kind of token, or what else was charged, see <see cref="BillKinds"/>.</param>
/// <param name="AmountUsd">After discounts, before credits; US dollars.</param>
/// <param name="ListUsd">At list price, US dollars; null where the report does not say.</param>
internal sealed record CostRow(BillGroup Group, string Kind, decimal AmountUsd, decimal? ListUsd);
