using System.Runtime.CompilerServices;
using CiBudget.Pricing;

namespace CiBudget.Ledger;

/// <summary>
/// A ledger entry with what it cost. Whoever hears of a call gets the same object, so a call is priced once, and not at all while
/// nobody asks. Thread-safe: pricing an entry twice gives the same cost.
/// </summary>
/// <param name="entry">The entry; it is complete.</param>
/// <param name="prices">The sheet with the budget file's own prices on top.</param>
public sealed class PricedEntry(LedgerEntry entry, PriceSheet prices)
{
    private StrongBox<CallCost>? _cost;

    /// <summary>The entry.</summary>
    public LedgerEntry Entry { get; } = entry;

    /// <summary>What it used and cost.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CallCost Cost => (_cost ??= new(CallCost.From(Entry, prices))).Value;
}
