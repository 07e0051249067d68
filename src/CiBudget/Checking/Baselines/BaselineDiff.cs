namespace CiBudget.Checking;

/// <summary>A run against a baseline: what rose, fell, is new, is gone.</summary>
/// <param name="Total">The whole run.</param>
/// <param name="Tests">Every test of either, biggest movement first, then by name.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record BaselineDiff(BaselineChange Total, IReadOnlyList<BaselineChange> Tests)
{
    /// <summary>Compares. A cost has moved when it left the baseline's by more than tolerance and noise together.</summary>
    /// <param name="baseline">What it used to be.</param>
    /// <param name="verdict">What it is.</param>
    /// <param name="tolerance">A share of the baseline's cost, 0 to 1.</param>
    public static BaselineDiff Create(Baseline baseline, Verdict verdict, decimal tolerance)
    {
        var now = Baseline.ByTest(verdict);
        var names = now.Keys.Concat(baseline.Tests.Keys).Distinct();
        var tests = names.Select(name =>
            Compare(
                name,
                baseline.Tests.TryGetValue(name, out var before) ? before : null,
                now.TryGetValue(name, out var after) ? after : null,
                verdict,
                tolerance
            )
        );
        return new BaselineDiff(
            Compare("Total", baseline.Total, verdict.Totals, verdict, tolerance),
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
        Totals? after,
        Verdict verdict,
        decimal tolerance
    )
    {
        var old = before?.CostUsd ?? 0;
        var now = after is null ? 0 : Spend.Get(verdict, after);
        var band = (old * tolerance) + (before?.NoiseUsd ?? 0);
        var kind =
            after is null ? ChangeKind.Gone
            : before is not null && now > old + band ? ChangeKind.Rose
            : after.UnpricedCalls > 0 ? ChangeKind.Unpriced
            : before is null ? ChangeKind.New
            : now < old - band ? ChangeKind.Fell
            : ChangeKind.Same;
        return new BaselineChange(name, kind, old, now);
    }
}
