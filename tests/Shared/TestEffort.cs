namespace CiBudget.Tests.Shared;

/// <summary>
/// How often a test repeats itself. A few rounds find most faults within seconds; the full number runs with the variable
/// <c>CIBUDGET_TESTS=thorough</c>, as <c>.ci/run</c> sets it.
/// </summary>
internal static class TestEffort
{
    private const string Variable = "CIBUDGET_TESTS";

    public static bool IsThorough { get; } =
        Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" => false,
            "thorough" => true,
            var other => throw new InvalidOperationException(
                $"{Variable} is '{other}'; it may be 'thorough' or unset."
            ),
        };

    public static int Rounds(int few, int thorough) => IsThorough ? thorough : few;

    /// <summary>How far apart the places are that a test tries: by default so far, each of them when thorough.</summary>
    public static int Step(int apart) => IsThorough ? 1 : apart;

    /// <summary>All cases, or by default the first of each group.</summary>
    public static IEnumerable<T> Cases<T, TGroup>(IEnumerable<T> all, Func<T, TGroup> group) =>
        IsThorough ? all : all.DistinctBy(group);
}
