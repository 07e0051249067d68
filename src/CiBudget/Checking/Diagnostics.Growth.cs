using CiBudget.Budgets;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    private const string Old =
        " It was broken in the baseline already, which \"baseline.onlyNew\" lets pass.";

    /// <summary>CIB025: what costs more than the baseline, its tolerance and its noise allow.</summary>
    public void AddGrowth(BaselineDiff diff)
    {
        Grew("the run", diff.Total);
        foreach (var test in diff.Tests)
            Grew("test " + SafeText.Name(test.Name), test);
    }

    private void Grew(string subject, BaselineChange change)
    {
        if (change.Kind == ChangeKind.Rose)
            Add(
                Codes.Growth,
                Severity.Error,
                budget.Path,
                budget.BaselinePosition,
                $"{subject} costs {Amount.UsdInText(change.After, change.Before)}, up from {Amount.UsdInText(change.Before, change.After)} in the baseline{Growth(change)}; \"baseline.tolerance\" allows {Amount.PercentInText(budget.BaselineTolerance ?? 0m)}. Spend less, or accept it: cibudget baseline save.",
                change.Delta
            );
    }

    /// <summary>
    /// True for a limit that the baseline broke too, by the same tests. A baseline knows cost and calls; for other metrics every
    /// broken limit is new.
    /// </summary>
    private bool IsOld(LimitUse use)
    {
        var limit = use.Limit;
        if (!budget.OnlyNewlyBroken || options.Baseline is not { } baseline)
            return false;
        return limit.Scope switch
        {
            LimitScope.Run => Over(limit, baseline.Total),
            LimitScope.EachTest or LimitScope.Tests => use.BrokenBy.All(test =>
                baseline.Tests.TryGetValue(test, out var before) && Over(limit, before)
            ),
            _ => false,
        };
    }

    private static bool Over(Limit limit, BaselineTest before) =>
        limit.Metric switch
        {
            Metric.Cost => before.CostUsd > limit.Max,
            Metric.Calls => before.Calls > limit.Max,
            _ => false,
        };

    private static string Growth(BaselineChange change) =>
        change.Share is { } share ? $" (+{Amount.PercentInText(share)})" : "";
}
