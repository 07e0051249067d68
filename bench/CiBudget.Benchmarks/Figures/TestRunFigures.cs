namespace CiBudget.Benchmarks;

/// <summary>What the gate adds to <c>dotnet test</c> of the sample.</summary>
internal static class TestRunFigures
{
    private const int Rounds = 7;
    private const int CoverletRounds = 1;
    private const string Sample = "tests/Samples/SupportBot.Tests";

    public static IEnumerable<Figure> Take()
    {
        Child.Run("dotnet", "build", Sample, "--nologo", "-v:q").Checked();
        var with = new List<Child>();
        var without = new List<Child>();
        for (var round = -1; round < Rounds; round++)
        {
            var (on, off) = (Test(gated: true), Test(gated: false));
            if (round < 0)
                continue;
            with.Add(on);
            without.Add(off);
        }
        var wall = Difference(with, without, static run => run.Wall);
        var cpu = Difference(with, without, static run => run.Cpu);
        var usual = Median(without, static run => run.Wall);
        yield return new(
            "dotnet test of the sample, on the clock: time added by the gate",
            Text.Of(wall, "ms"),
            Text.Of(usual, "ms"),
            Text.Times((usual + wall) / usual),
            "≤ 3 % or 150 ms",
            wall <= Math.Max(150, usual * 0.03)
        );
        var usualCpu = Median(without, static run => run.Cpu);
        yield return Figure.Beside(
            "dotnet test of the sample, CPU of all its processes: time added by the gate",
            Text.Of(cpu, "ms"),
            Text.Of(usualCpu, "ms"),
            Text.Times((usualCpu + cpu) / usualCpu)
        );
        yield return Place.InNewFolder(Coverlet);
    }

    /// <summary>A gate of another kind, which instruments the assemblies before the tests and judges after them.</summary>
    private static Figure Coverlet(string folder)
    {
        string[] place =
        [
            $"-p:ArtifactsPath={folder}",
            $"-p:CustomAfterMicrosoftCommonProps={Place.Repository}/bench/CiBudget.Benchmarks/Coverlet.props",
            $"-p:CoverletOutput={folder}/coverage/",
        ];
        var built = Child.Run("dotnet", ["build", Sample, "--nologo", "-v:q", .. place]);
        if (built.ExitCode != 0)
            return Figure.Beside("dotnet test with coverlet.msbuild", "skipped", "not restored");
        Child Test(bool covered) =>
            Child
                .Run(
                    "dotnet",
                    [
                        "test",
                        Sample,
                        "--no-build",
                        "--nologo",
                        "-p:CiBudgetEnabled=false",
                        $"-p:CollectCoverage={covered}",
                        .. place,
                    ]
                )
                .Checked();
        var (with, without) = (new List<Child>(), new List<Child>());
        for (var round = -1; round < CoverletRounds; round++)
        {
            var (on, off) = (Test(covered: true), Test(covered: false));
            if (!on.Output.Contains("Total", StringComparison.Ordinal))
                throw new InvalidOperationException("Nothing was covered.");
            if (round < 0)
                continue;
            with.Add(on);
            without.Add(off);
        }
        var added = Difference(with, without, static run => run.Cpu);
        var usual = Median(without, static run => run.Cpu);
        return Figure.Beside(
            "dotnet test of the sample, CPU of all its processes: time added by coverlet.msbuild",
            Text.Of(added, "ms"),
            Text.Of(usual, "ms"),
            Text.Times((usual + added) / usual)
        );
    }

    private static Child Test(bool gated)
    {
        var property = gated ? "-p:CiBudgetEnabled=true" : "-p:CiBudgetEnabled=false";
        var run = Child.Run("dotnet", "test", Sample, "--no-build", "--nologo", property).Checked();
        // The table of limits is the gate's.
        return run.Output.Contains("Limits ", StringComparison.Ordinal) == gated
            ? run
            : throw new InvalidOperationException($"{property} did not do what it says.");
    }

    private static double Difference(
        List<Child> one,
        List<Child> other,
        Func<Child, TimeSpan> time
    ) => Pairs.Median(one.Zip(other, (a, b) => (time(a) - time(b)).TotalMilliseconds));

    private static double Median(List<Child> runs, Func<Child, TimeSpan> time) =>
        Pairs.Median(runs.Select(run => time(run).TotalMilliseconds));
}
