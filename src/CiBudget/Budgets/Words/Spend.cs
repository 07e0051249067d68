namespace CiBudget;

/// <summary>The money that a verdict counts: incurred, and the list price of replayed calls where the budget says so.</summary>
internal static class Spend
{
    public const string Unpriced = "unpriced";

    public static bool CountsReplayed(Verdict verdict) =>
        verdict.Budget.Replayed == ReplayedCalls.Counted;

    public static decimal Of(Verdict verdict) => Of(verdict, verdict.Totals);

    public static decimal Of(Verdict verdict, Totals totals) =>
        totals.CostUsd + (CountsReplayed(verdict) ? totals.AvoidedUsd : 0);

    /// <summary>The money that is known; null when calls were made and none of them has a price.</summary>
    public static decimal? Known(decimal usd, Totals totals) =>
        usd == 0 && totals.UnpricedCalls > 0 ? null : Amount.Trimmed(usd);

    /// <summary>A share of the run's money; null when there is none to share.</summary>
    public static decimal? Share(Verdict verdict, Totals totals)
    {
        var all = Of(verdict);
        return all == 0 ? null : Of(verdict, totals) / all;
    }

    /// <summary>Dollars with their marks: <c>≥</c> for a lower bound, <c>+ ?</c> where calls without a price come on top.</summary>
    public static string Text(Verdict verdict, Totals totals, string atLeast = "≥")
    {
        var usd = Of(verdict, totals);
        if (totals.UnpricedCalls > 0 && usd == 0)
            return Unpriced;
        return (totals.LowerBound ? atLeast + " " : "")
            + Amount.Usd(usd)
            + (totals.UnpricedCalls > 0 ? " + ?" : "");
    }

    public static Totals Sum(IEnumerable<Totals> rows) =>
        rows.Aggregate(
            new Totals(),
            (sum, row) =>
                new Totals
                {
                    Calls = sum.Calls + row.Calls,
                    FailedCalls = sum.FailedCalls + row.FailedCalls,
                    Retries = sum.Retries + row.Retries,
                    RefusedCalls = sum.RefusedCalls + row.RefusedCalls,
                    ReplayedCalls = sum.ReplayedCalls + row.ReplayedCalls,
                    InputTokens = sum.InputTokens + row.InputTokens,
                    CacheWrite5mTokens = sum.CacheWrite5mTokens + row.CacheWrite5mTokens,
                    CacheWrite1hTokens = sum.CacheWrite1hTokens + row.CacheWrite1hTokens,
                    CacheReadTokens = sum.CacheReadTokens + row.CacheReadTokens,
                    OutputTokens = sum.OutputTokens + row.OutputTokens,
                    WebSearchRequests = sum.WebSearchRequests + row.WebSearchRequests,
                    CostUsd = sum.CostUsd + row.CostUsd,
                    AvoidedUsd = sum.AvoidedUsd + row.AvoidedUsd,
                    ReservedUsd = sum.ReservedUsd + row.ReservedUsd,
                    SettledUsd = sum.SettledUsd + row.SettledUsd,
                    LowerBound = sum.LowerBound || row.LowerBound,
                    UnpricedCalls = sum.UnpricedCalls + row.UnpricedCalls,
                }
        );
}
