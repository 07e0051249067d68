using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>What every report says beside its tables.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Remarks
{
    /// <summary>Everything that the broken limits have not said already.</summary>
    public static IEnumerable<Diagnostic> Findings(Verdict verdict)
    {
        var limitsSaid = verdict.Limits.Any(use => use.Over);
        return verdict.Diagnostics.Where(diagnostic =>
            diagnostic.Severity != Severity.Off
            && !(diagnostic.Code == Codes.OverBudget && limitsSaid)
        );
    }

    /// <summary>What the marks in the tables mean.</summary>
    public static IEnumerable<string> Marks(Verdict verdict)
    {
        if (verdict.Totals.LowerBound)
            yield return "≥ is a lower bound: a stream was cut before its last count.";
        if (verdict.Totals.UnpricedCalls > 0)
            yield return $"? stands for {Amount.Counted(verdict.Totals.UnpricedCalls, "call")} without a price: the total is not known.";
        if (Spend.CountsReplayed(verdict))
            yield return "Replayed calls count at list price (\"replayed\": \"counted\").";
    }
}
