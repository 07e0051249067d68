namespace CiBudget;

/// <summary>A run against a baseline: what rose, fell, is new, is gone.</summary>
/// <param name="Total">The whole run.</param>
/// <param name="Tests">Every test of either, biggest movement first, then by name.</param>
public sealed record BaselineDiff(BaselineChange Total, IReadOnlyList<BaselineChange> Tests)
{
    /// <summary>Compares. A cost has moved when it left the baseline's by more than tolerance and noise together.</summary>
    /// <param name="baseline">What it used to be.</param>
    /// <param name="verdict">What it is.</param>
    /// <param name="tolerance">A share of the baseline's cost, 0 to 1.</param>
    public static BaselineDiff Of(Baseline baseline, Verdict verdict, decimal tolerance)
    {
        var costs = Baseline.CostByTest(verdict);
        var names = costs.Keys.Concat(baseline.Tests.Keys).Distinct();
        var tests = names.Select(name =>
        {
            var before = baseline.Tests.TryGetValue(name, out var known) ? known : null;
            var after = costs.TryGetValue(name, out var cost) ? cost.Usd : (decimal?)null;
            return Compare(name, before, after, tolerance);
        });
        return new BaselineDiff(
            Compare("Total", baseline.Total, Spend.Of(verdict), tolerance),
            [
                .. tests
                    .OrderByDescending(test => Math.Abs(test.Delta))
                    .ThenBy(test => test.Name, StringComparer.Ordinal),
            ]
        );
    }

    private static BaselineChange Compare(
        string name,
        BaselineTest? before,
        decimal? after,
        decimal tolerance
    )
    {
        if (before is null)
            return new BaselineChange(name, ChangeKind.New, 0, after ?? 0);
        if (after is null)
            return new BaselineChange(name, ChangeKind.Gone, before.CostUsd, 0);
        var band = (before.CostUsd * tolerance) + before.NoiseUsd;
        var kind =
            after > before.CostUsd + band ? ChangeKind.Rose
            : after < before.CostUsd - band ? ChangeKind.Fell
            : ChangeKind.Same;
        return new BaselineChange(name, kind, before.CostUsd, after.Value);
    }
}
