using CiBudget.Budgets;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    private const int MostNames = 3;

    /// <summary>CIB001 and CIB009: limits that are broken or nearly reached.</summary>
    public void AddLimits(IReadOnlyList<LimitUse> uses, Evidence evidence)
    {
        foreach (var use in uses)
        {
            var limit = use.Limit;
            if (use.Over)
                Add(
                    Codes.OverBudget,
                    IsOld(use) && limit.Severity == Severity.Error ? Severity.Warn : limit.Severity,
                    budget.Path,
                    limit.Position,
                    Over(use) + Earlier(use, evidence) + (IsOld(use) ? Old : ""),
                    use.Share ?? decimal.MaxValue
                );
            else if (
                limit.Severity != Severity.Off
                && use.Used > 0
                && limit.WarnAt is { } warnAt
                && use.Share >= warnAt
            )
                Add(
                    Codes.NearLimit,
                    Severity.Warn,
                    budget.Path,
                    limit.Position,
                    Near(use),
                    use.Share ?? 0m
                );
        }
    }

    /// <summary>
    /// CIB029: limits over all runs that nobody could hold the calls of this run against afterwards. Who left figures had a Redis, also
    /// one that the budget file does not name.
    /// </summary>
    public void AddUncheckedShares(SharedFigures figures)
    {
        var limits =
            budget.Shared is not { } shared ? []
            : figures.WereLeft ? shared.AcrossRuns
            : shared.EnforcedAcrossRuns;
        foreach (var limit in limits)
        {
            if (figures.Get(limit) is null)
                Add(
                    Codes.SharedNotChecked,
                    limit.Severity,
                    budget.Path,
                    limit.Position,
                    $"\"{limit.Key}\" was not checked: this run made live calls, and no process of it could say what all runs of {Span(limit)} used. See to the Redis of \"shared\", and keep the *{SharedFigures.Extension} files beside the ledgers."
                );
        }
    }

    private static string Over(LimitUse use)
    {
        var limit = use.Limit;
        var over = use.Used - limit.Max;
        var share = limit.Max > 0 ? $" ({Amount.PercentInText(over / limit.Max)})" : "";
        return $"{Subject(use)} {Used(use)} {Is(limit.Metric)} over the limit of {Plainly(limit)} by {MetricAmount.InText(limit.Metric, over)}{share}."
            + Others(use)
            + $" Raise \"{limit.Key}\" here or spend less.";
    }

    /// <summary>Who repeats a run under the same name adds to it.</summary>
    private static string Earlier(LimitUse use, Evidence evidence) =>
        use.Limit.Scope == LimitScope.Run && evidence.Invocations > 1
            ? $" The run holds {Amount.Count(evidence.Invocations)} `dotnet test`"
                + (evidence.Since is { } since ? $", the first of {Amount.Minute(since)} UTC" : "")
                + ": give a repeated one another CIBUDGET_RUN if they are not meant to be summed."
            : "";

    private static string Near(LimitUse use)
    {
        var limit = use.Limit;
        // Rounded down: what is not over never reads 100 % unless it is all used.
        var share = Math.Floor(100m * use.Used / limit.Max);
        return $"{Subject(use)} {Used(use)} {Is(limit.Metric)} near the limit of {Plainly(limit)}: {Amount.Number(share, 0)} % of \"{limit.Key}\" is used.";
    }

    private static string Subject(LimitUse use)
    {
        var metric = Naming.GetName(use.Limit.Metric);
        return use.Limit.Scope switch
        {
            LimitScope.Run => $"run {metric}",
            LimitScope.Model => $"model {SafeText.Name(use.Limit.Pattern ?? "")}: {metric}",
            LimitScope.Unattributed => $"unattributed {metric}",
            LimitScope.Day or LimitScope.Month => $"{metric} of all runs of {Span(use.Limit)}",
            _ => $"test {SafeText.Name(use.Subject ?? "")}: {metric}",
        };
    }

    private static string Span(Limit limit) =>
        limit.Scope == LimitScope.Month ? "the month" : "24 hours";

    private static string Others(LimitUse use)
    {
        var limit = use.Limit;
        if (use.Limit.Scope is not (LimitScope.EachTest or LimitScope.Tests))
        {
            var spenders = Names(use.TopSpenders, limit);
            return spenders.Length == 0 ? "" : $" Top spenders: {spenders}.";
        }
        if (use.Broken <= 1)
            return "";
        var named = use.TopSpenders.Skip(1).Where(spender => spender.Used > limit.Max).ToList();
        var more = use.Broken - 1 - named.Count;
        return $" {Count(use.Broken - 1, "other test")} {(use.Broken == 2 ? "is" : "are")} over it too: {Names(named, limit)}{(more > 0 ? $" and {more} more" : "")}.";
    }

    private static string Names(IEnumerable<Spender> spenders, Limit limit) =>
        string.Join(
            ", ",
            spenders
                .Take(MostNames)
                .Select(spender =>
                    $"{SafeText.Name(spender.Name)} {MetricAmount.InText(limit.Metric, spender.Used)}"
                )
        );

    private static string Used(LimitUse use) =>
        (use.LowerBound ? "≥ " : "")
        + MetricAmount.InText(use.Limit.Metric, use.Used, use.Limit.Max);

    private static string Plainly(Limit limit) => MetricAmount.InText(limit.Metric, limit.Max);

    private static string Is(Metric metric) =>
        metric is Metric.Cost or Metric.RetryShare ? "is" : "are";
}
