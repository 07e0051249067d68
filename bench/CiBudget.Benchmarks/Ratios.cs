using System.Diagnostics;

namespace CiBudget.Benchmarks;

/// <summary>All figures, one line each.</summary>
internal static class Ratios
{
    private static readonly (string Name, Func<IEnumerable<Figure>> Take)[] Groups =
    [
        ("call", CallFigures.Take),
        ("enforcement", EnforcementFigures.Take),
        ("stream", StreamFigures.Take),
        ("ledger", LedgerFigures.Take),
        ("gate", GateFigures.Take),
        ("test", TestRunFigures.Take),
        ("replay", ReplayFigures.Take),
    ];

    /// <summary>Measures and prints; the results are written down when everything was measured.</summary>
    /// <param name="names">Groups to measure; all when there are none.</param>
    /// <returns>The exit code: 1 when a figure falls short.</returns>
    public static int Run(string[] names)
    {
        var unknown = names.Except(Groups.Select(static group => group.Name)).ToArray();
        if (unknown.Length > 0)
            return Usage();
        var watch = Stopwatch.StartNew();
        var figures = new List<Figure>();
        foreach (var (name, take) in Groups)
        {
            if (names.Length == 0 || names.Contains(name))
                Take(name, take, figures);
        }
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:0} s");
        if (names.Length == 0)
            ResultsFile.Write(figures);
        return figures.Exists(static figure => figure.Ok == false) ? 1 : 0;
    }

    public static int Usage()
    {
        Console.Error.WriteLine(
            $"Usage: ratios [{string.Join('|', Groups.Select(static group => group.Name))}]… | micro [BenchmarkDotNet arguments]"
        );
        return 2;
    }

    private static void Take(string name, Func<IEnumerable<Figure>> take, List<Figure> figures)
    {
        try
        {
            foreach (var figure in take())
                Add(figure);
        }
        catch (Exception e) // Whatever keeps a figure from being measured: it is not reached.
        {
            Add(new(name, "not measured: " + e.Message.Trim(), "", "", "", false));
        }

        void Add(Figure figure)
        {
            figures.Add(figure);
            Console.WriteLine(
                $"{figure.Name} | {figure.Ours} | {figure.Peer} | {figure.Ratio} | {figure.Wanted} | {figure.Verdict}"
            );
        }
    }
}
