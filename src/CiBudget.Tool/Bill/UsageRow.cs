namespace CiBudget.Tool.Bill;

/// <summary>What a report says was used.</summary>
/// <param name="Group">By whom and of what.</param>
/// <param name="Counts">Tokens of each kind, and web searches; kinds of which there was nothing are left out.</param>
/// <param name="Requests">How many requests; null where the report does not say.</param>
internal sealed record UsageRow(
    BillGroup Group,
    IReadOnlyDictionary<string, long> Counts,
    long? Requests
);
