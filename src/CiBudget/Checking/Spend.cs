using CiBudget.Budgets;
using CiBudget.Text;

namespace CiBudget.Checking;

/// <summary>The money that a verdict counts: incurred, and the list price of replayed calls where the budget says so.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Spend
{
    /// <summary>Stands for money that is not known.</summary>
    public const string Unpriced = "unpriced";

    /// <summary>True when replayed calls count against limits, as the budget file may say.</summary>
    public static bool CountsReplayed(Verdict verdict) =>
        verdict.Budget.Replayed == ReplayedCalls.Counted;

    /// <summary>What a run spent in the sense of its budget, US dollars.</summary>
    public static decimal Get(Verdict verdict) => Get(verdict, verdict.Totals);

    /// <summary>The same of a part of the run.</summary>
    public static decimal Get(Verdict verdict, Totals totals) =>
        totals.CostUsd + (CountsReplayed(verdict) ? totals.AvoidedUsd : 0);

    /// <summary>The money that is known; null when calls were made and none of them has a price.</summary>
    public static decimal? Known(decimal usd, Totals totals) =>
        usd == 0 && totals.UnpricedCalls > 0 ? null : Amount.Trimmed(usd);

    /// <summary>A share of the run's money; null when there is none to share.</summary>
    internal static decimal? Share(Verdict verdict, Totals totals)
    {
        var all = Get(verdict);
        return all == 0 ? null : Get(verdict, totals) / all;
    }

    /// <summary>Dollars with their marks: <c>≥</c> for a lower bound, <c>+ ?</c> where calls without a price come on top.</summary>
    public static string Text(Verdict verdict, Totals totals)
    {
        var usd = Get(verdict, totals);
        if (totals.UnpricedCalls > 0 && usd == 0)
            return Unpriced;
        return (totals.LowerBound ? "≥ " : "")
            + Amount.Usd(usd)
            + (totals.UnpricedCalls > 0 ? " + ?" : "");
    }
}
