namespace CiBudget;

/// <summary>Compares ledgers with a budget: one streaming pass over the files, memory by tests and models, not by calls.</summary>
public static class BudgetCheck
{
    /// <summary>Checks a run.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="prices">The sheet, before the budget's own prices are laid on top.</param>
    /// <param name="directories">Where the ledgers are: run directories, searched downward for <c>*.ledger.jsonl</c>.</param>
    /// <param name="options">The rest.</param>
    public static Verdict Run(
        Budget budget,
        PriceSheet prices,
        IReadOnlyList<string> directories,
        CheckOptions options
    ) => throw new NotImplementedException();
}
