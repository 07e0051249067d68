using CiBudget.Budgets;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>Which of a budget's limits are counted while the run goes on, and where.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LimitCounters
{
    /// <summary>True when a budget has limits to hold calls to.</summary>
    public static bool AreNeededFor(Budget budget) =>
        budget.Limits.Any(IsEnforced) || AcrossRuns(budget).Count > 0;

    /// <summary>Those that the processes of a run count together.</summary>
    public static IReadOnlyList<Limit> OfRun(Budget budget) =>
        [.. budget.Limits.Where(limit => IsEnforced(limit) && !IsOnTests(limit))];

    /// <summary>
    /// A number for what the shared counters mean, the same for the same limits in every process: counters of another layout are
    /// not these.
    /// </summary>
    public static long LayoutOf(Budget budget)
    {
        var hash = 1469598103934665603;
        foreach (var limit in OfRun(budget).Concat(AcrossRuns(budget)))
        {
            var text = FormattableString.Invariant(
                $"{limit.Scope}|{limit.Pattern}|{limit.Metric}|{limit.Max}|{limit.Enforce};"
            );
            foreach (var letter in text)
                hash = unchecked((hash ^ letter) * 1099511628211);
        }
        return hash;
    }

    /// <summary>Those that each process counts for itself: a test runs in one.</summary>
    internal static List<Limit> OfTests(Budget budget) =>
        [.. budget.Limits.Where(limit => IsEnforced(limit) && IsOnTests(limit))];

    /// <summary>Those that all runs count together.</summary>
    internal static IReadOnlyList<Limit> AcrossRuns(Budget budget) =>
        budget.Shared?.EnforcedAcrossRuns ?? [];

    private static bool IsOnTests(Limit limit) =>
        limit.Scope is LimitScope.EachTest or LimitScope.Tests;

    private static bool IsEnforced(Limit limit) =>
        limit.Enforce != Enforcement.Off
        && limit.Severity != Severity.Off
        && limit.Metric is not (Metric.RetryShare or Metric.AttemptsPerPrompt);
}
