using CiBudget.Text;

namespace CiBudget.Checking;

/// <summary>What the tests used to cost: the content of <see cref="BaselineFile"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record Baseline
{
    /// <summary>By the test's full name; calls that no test could be named for under <c>(unattributed)</c>.</summary>
    public IReadOnlyDictionary<string, BaselineTest> Tests { get; init; } =
        new Dictionary<string, BaselineTest>();

    /// <summary>The whole run.</summary>
    public BaselineTest Total { get; init; } = new(0, 0);

    /// <summary>What the calls asked for, by model; null in a file of an earlier version.</summary>
    public IReadOnlyDictionary<string, ModelDemand>? Models { get; init; }

    /// <summary>Makes a baseline of one run, or of several: medians, and how far the runs strayed from them. Tests with calls that have no price are left out.</summary>
    /// <param name="runs">At least one run.</param>
    public static Baseline From(params Verdict[] runs) =>
        new()
        {
            Total = Middle([.. runs.Select(run => (Spend.Get(run), run.Totals.Calls))]),
            Tests = runs.SelectMany(Priced)
                .GroupBy(test => test.Name, test => test.Use)
                .ToDictionary(test => test.Key, test => Middle([.. test])),
            Models = runs.SelectMany(run => run.Demand)
                .GroupBy(demand => demand.Model)
                .ToDictionary(demand => demand.Key, demand => demand.Aggregate(ModelDemand.Most)),
        };

    /// <summary>Sums by name; tests of one name (two target frameworks) are one.</summary>
    internal static Dictionary<string, Totals> ByTest(Verdict run) =>
        run
            .Tests.GroupBy(Naming.GetName)
            .ToDictionary(test => test.Key, test => Totals.Sum(test.Select(row => row.Totals)));

    private static IEnumerable<(string Name, (decimal, long) Use)> Priced(Verdict run) =>
        ByTest(run)
            .Where(test => test.Value.UnpricedCalls == 0)
            .Select(test => (test.Key, (Spend.Get(run, test.Value), test.Value.Calls)));

    private static BaselineTest Middle((decimal Usd, long Calls)[] runs)
    {
        var costs = runs.Select(run => run.Usd).OrderBy(usd => usd).ToArray();
        var calls = runs.Select(run => run.Calls).OrderBy(count => count).ToArray();
        var median = (costs[(costs.Length - 1) / 2] + costs[costs.Length / 2]) / 2;
        var noise = Math.Max(median - costs[0], costs[costs.Length - 1] - median);
        return new BaselineTest(
            Amount.Trimmed(median),
            calls[calls.Length / 2],
            Amount.Trimmed(noise)
        );
    }
}
