using System.Text;
using CiBudget.Capture;

namespace CiBudget.Benchmarks;

/// <summary>What limits that hold while the run goes on add to a metered call.</summary>
internal static class EnforcementFigures
{
    private const int Rounds = 15;
    private const int Calls = 1000;

    private static readonly TestIdentity Test = new() { Name = "Shop.Tests.A", Assembly = "Shop" };

    private static readonly Budget Limits = BudgetFile.Parse(
        Encoding.UTF8.GetBytes(
            """{ "enforce": "stop", "run": { "cost": "$900000", "calls": 100000000 }, "test": { "cost": "$900000" } }"""
        ),
        "cibudget.json"
    );

    public static IEnumerable<Figure> Take() => Place.InNewFolder(Take);

    private static List<Figure> Take(string folder)
    {
        using var client = CannedConnection.Client(SampleBodies.Message());
        var buffer = new byte[8192];
        using var alone = Open(Path.Combine(folder, "alone"), InOneProcess);
        // Three more processes of the run, as far as the counters go.
        using var second = Open(folder);
        using var third = Open(folder);
        using var fourth = Open(folder);
        using var shared = Open(folder);
        void Plain() => CallFigures.Call(client, buffer, Calls);
        void Metered() => CallFigures.Metering(Options(), Plain);
        void Alone() => CallFigures.Metering(Options(alone), Plain);
        void Shared() => CallFigures.Metering(Options(shared), Plain);

        var times = Pairs.WarmCpu(Rounds, Metered, Alone, Shared);
        var metered = Pairs.Median(times[0]) / Calls;
        return
        [
            Of("in one process", times[1], 20_000),
            Of("counted in a file that four processes share", times[2], 200_000),
        ];

        Figure Of(string where, double[] with, double most)
        {
            var added = Pairs.MedianDifference(with, times[0]) / Calls;
            return new(
                $"Enforcement: time added to a metered call, {where}",
                Text.Micros(added),
                Text.Micros(metered),
                Text.Times((metered + added) / metered),
                $"< {most / 1000:0} µs",
                added < most
            );
        }
    }

    private static LimitPolicy Open(string folder, Func<ISpendStore, ISpendStore>? store = null) =>
        LimitPolicy.Open(Limits, PriceSheet.Embedded, folder, static _ => false, store);

    private static ISpendStore InOneProcess(ISpendStore file)
    {
        file.Dispose();
        return new LocalSpend();
    }

    private static MeterOptions Options(params ICallPolicy[] gates) =>
        new()
        {
            OnRecorded = static _ => { },
            CurrentTest = static () => Test,
            Policies = gates,
        };
}
