using CiBudget.Checking;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>One kind for one model, metered and billed.</summary>
internal sealed record ReconciledLine(
    string Model,
    string Kind,
    MeteredLine Metered,
    BilledLine Billed,
    LineVerdict Verdict
)
{
    // Amounts come in fractions of cents that may be rounded, one for each row that was added.
    private const decimal Rounding = 0.0001m;

    public bool IsDifference =>
        Verdict
            is LineVerdict.MeteredLess
                or LineVerdict.MeteredMore
                or LineVerdict.PriceDiffers
                or LineVerdict.NotMetered;

    public static ReconciledLine Create(
        string model,
        string kind,
        MeteredLine metered,
        BilledLine billed,
        decimal tolerance
    ) => new(model, kind, metered, billed, Compare(kind, metered, billed, tolerance));

    private static LineVerdict Compare(
        string kind,
        MeteredLine metered,
        BilledLine billed,
        decimal tolerance
    )
    {
        if (!BillKinds.IsMetered(kind))
            return billed.Count is null or 0 && billed.AmountUsd is null or 0m
                ? LineVerdict.Equal
                : LineVerdict.NotMetered;
        var (ours, theirs) = (metered.Count, billed.Count ?? 0);
        // A refusal is in the usage and not in the cost.
        var isUnbilled = metered.UnbilledCount > 0 && theirs == ours + metered.UnbilledCount;
        if (ours == theirs || isUnbilled)
            return !IsSamePrice(metered, billed, tolerance) ? LineVerdict.PriceDiffers
                : isUnbilled ? LineVerdict.Explained
                : LineVerdict.Equal;
        if (IsNear(ours, theirs, tolerance))
            return LineVerdict.WithinTolerance;
        var atOnce = (Ours: ours - metered.BatchCount, Theirs: theirs - billed.BatchCount);
        if (
            metered.BatchCount + billed.BatchCount > 0
            && (
                atOnce.Ours == atOnce.Theirs || atOnce.Ours + metered.UnbilledCount == atOnce.Theirs
            )
        )
            return LineVerdict.Open;
        return ours < theirs ? LineVerdict.MeteredLess : LineVerdict.MeteredMore;
    }

    /// <summary>Unknown on either side is no difference; what has no price is said elsewhere.</summary>
    private static bool IsSamePrice(MeteredLine metered, BilledLine billed, decimal tolerance) =>
        metered.ListUsd is not { } ours
        || billed.ListUsd is not { } theirs
        || Math.Abs(ours - theirs) <= Rounding
        || IsNear(ours, theirs, tolerance);

    private static bool IsNear(decimal ours, decimal theirs, decimal tolerance) =>
        Math.Abs(ours - theirs) <= tolerance * Math.Max(ours, theirs);
}
