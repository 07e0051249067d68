using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What one test used.</summary>
/// <param name="Test">The test; null for the unattributed row.</param>
/// <param name="Totals">Its sums.</param>
public sealed record TestTotals(TestIdentity? Test, Totals Totals);
