using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What the three forms of a comparison say alike.</summary>
internal static class ReconciliationText
{
    public static string Verdict(ReconciledLine line) =>
        line.Verdict switch
        {
            LineVerdict.Equal => "equal",
            LineVerdict.WithinTolerance => "within tolerance",
            LineVerdict.Explained => "equal, less what is not charged",
            LineVerdict.Open => "batches, open",
            LineVerdict.MeteredLess => "metered less",
            LineVerdict.MeteredMore => "metered more",
            LineVerdict.PriceDiffers => "price differs",
            _ => "not metered",
        };

    public static string Summary(Reconciliation result) =>
        $"{Amount.Counted(result.Metered.LiveCalls, "live call")} metered at {TableCell.Usd(result.MeteredUsd).Text}, billed at {TableCell.Usd(result.BilledListUsd).Text} list price ({TableCell.Usd(result.BilledUsd).Text} charged), {Scope(result)}, {string.Join(" and ", result.Metered.Periods)}.";

    private static string Scope(Reconciliation result)
    {
        var about = result
            .About.Workspaces.Concat(result.About.Keys)
            .Select(SafeText.Line)
            .ToList();
        return about.Count == 0 ? "the whole organization" : string.Join(", ", about);
    }
}
