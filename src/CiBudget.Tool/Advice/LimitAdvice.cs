using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Tool.Advice;

/// <summary>Limits that guard nothing, and limits that the next run may break.</summary>
internal static class LimitAdvice
{
    /// <summary>Below this share a limit lets a fourfold rise pass.</summary>
    private const decimal Loose = 0.25m;

    private const decimal Tight = 0.8m;

    public static IEnumerable<Suggestion> From(Verdict verdict)
    {
        foreach (var use in verdict.Limits.Where(use => use.Limit.Max > 0 && use.Used > 0))
        {
            var name = Naming.GetName(use.Limit);
            var used = MetricAmount.Format(use.Limit.Metric, use.Used, use.Limit.Max);
            var max = MetricAmount.FormatExactly(use.Limit.Metric, use.Limit.Max);
            if (use.Share < Loose)
                yield return new(
                    "looseLimit",
                    $"{name}: {used} of {max} is used; a rise to four times as much would pass. Lower it to about {MetricAmount.FormatExactly(use.Limit.Metric, Rounded(use))}."
                );
            else if (!use.Over && use.Share >= Tight)
                yield return new(
                    "tightLimit",
                    $"{name}: {used} of {max} is used; it may break soon without a change that anybody made. Spend less or give it room."
                );
        }
    }

    private static decimal Rounded(LimitUse use)
    {
        var proposed = use.Used * 1.5m;
        return use.Limit.Metric == Metric.Cost
            ? Math.Ceiling(proposed * 1000m) / 1000m
            : Math.Ceiling(proposed);
    }
}
