using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>The sums of a whole run, priced.</summary>
internal sealed class ClosedSums
{
    public ClosedSums(Budget budget, IReadOnlyList<TestRow> tests, IReadOnlyList<ModelRow> models)
    {
        Budget = budget;
        Tests = [.. tests.Where(row => row.Test is not null)];
        Unattributed = tests.Single(row => row.Test is null);
        Models = models;
        foreach (var row in tests)
            Sum.Add(row.Sum);
        Totals = Sum.All(budget.Replayed);
    }

    public Budget Budget { get; }

    public IReadOnlyList<TestRow> Tests { get; }

    public TestRow Unattributed { get; }

    public IReadOnlyList<ModelRow> Models { get; }

    public LiveAndReplayed Sum { get; } = new();

    public Totals Totals { get; }

    /// <summary>True when nothing was called and nothing refused.</summary>
    public bool IsEmpty => Totals == new Totals();

    public IReadOnlyList<TestTotals> TestTotals() =>
        [
            .. Tests
                .Append(Unattributed)
                .Select(row => new TestTotals(row.Test, row.Sum.All(Budget.Replayed)))
                .Where(row => row.Test is not null || row.Totals != new Totals())
                .OrderByDescending(row => Money(row.Totals))
                .ThenByDescending(row => row.Totals.TotalTokens)
                .ThenBy(row => row.Test?.Name, StringComparer.Ordinal)
                .ThenBy(row => row.Test?.Assembly, StringComparer.Ordinal),
        ];

    public IReadOnlyList<ModelTotals> ModelTotals() =>
        [
            .. Models
                .Select(row => new ModelTotals(row.Name, row.Sum.All(Budget.Replayed)))
                .Where(row => row.Totals != new Totals())
                .OrderByDescending(row => Money(row.Totals))
                .ThenByDescending(row => row.Totals.TotalTokens)
                .ThenBy(row => row.Model, StringComparer.Ordinal),
        ];

    public IReadOnlyList<ModelDemand> Demand() =>
        [
            .. Models
                .Select(row => row.Demand(Budget.Replayed))
                .Where(demand => demand.Calls + demand.Uncapped + demand.InputTokens > 0)
                .OrderBy(demand => demand.Model, StringComparer.Ordinal),
        ];

    private decimal Money(Totals totals) =>
        totals.CostUsd + (Budget.Replayed == ReplayedCalls.Counted ? totals.AvoidedUsd : 0m);
}
