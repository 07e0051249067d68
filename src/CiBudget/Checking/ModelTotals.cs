namespace CiBudget.Checking;

/// <summary>What one model used.</summary>
/// <param name="Model">The id that served, as the wire named it; null when it never did.</param>
/// <param name="Totals">Its sums.</param>
public sealed record ModelTotals(string? Model, Totals Totals);
