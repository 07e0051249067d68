namespace CiBudget;

/// <summary>Which limits hold for a test.</summary>
internal static class LimitMatch
{
    private const string CategoryPrefix = "category:";

    /// <summary>
    /// A limit on tests by pattern holds for those that it names; the limit on each test holds for tests that no pattern names for
    /// the same metric.
    /// </summary>
    public static bool IsFor(Limit limit, TestIdentity test, Budget budget) =>
        limit.Scope == LimitScope.Tests
            ? IsMatch(limit.Pattern ?? "", test)
            : !budget.Limits.Any(other =>
                other.Scope == LimitScope.Tests
                && other.Metric == limit.Metric
                && IsMatch(other.Pattern ?? "", test)
            );

    private static bool IsMatch(string pattern, TestIdentity test) =>
        pattern.StartsWith(CategoryPrefix, StringComparison.Ordinal)
            ? test.Categories.Any(category =>
                GlobPattern.IsMatch(pattern.Substring(CategoryPrefix.Length), category)
            )
            : GlobPattern.IsMatch(pattern, test.Name);
}
