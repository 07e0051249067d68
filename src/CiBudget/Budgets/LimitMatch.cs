using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Budgets;

/// <summary>Which limits hold for a test.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LimitMatch
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

    /// <summary>
    /// True when a pattern names a model: by its id on the wire, by its plain id (without date and region), or by the model that the budget
    /// file says an id of one's own means.
    /// </summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="id">As it was asked for, or as an answer names it.</param>
    /// <param name="row">Its row of the price sheet; null when there is none.</param>
    public static bool NamesModel(string pattern, string id, ModelPrice? row) =>
        GlobPattern.IsMatch(pattern, id)
        || (row is not null && GlobPattern.IsMatch(pattern, row.Model))
        || (row?.MeansModel is { } meant && GlobPattern.IsMatch(pattern, meant));

    private static bool IsMatch(string pattern, TestIdentity test) =>
        pattern.StartsWith(CategoryPrefix, StringComparison.Ordinal)
            ? test.Categories.Any(category =>
                GlobPattern.IsMatch(pattern.Substring(CategoryPrefix.Length), category)
            )
            : GlobPattern.IsMatch(pattern, test.Name);
}
