namespace CiBudget.Package.Tests;

/// <summary>
/// <c>dotnet test</c> in the mode of Microsoft.Testing.Platform: One (NUnit 4), Two (NUnit 5), and the shipped net8.0 assemblies in
/// programs that carry the .NET 8 and .NET 9 runtimes with them; Many (two target frameworks).
/// </summary>
public sealed class TestingPlatformTests
{
    private const string Program =
        "<OutputType>Exe</OutputType><EnableNUnitRunner>true</EnableNUnitRunner>";

    private TemporarySolution _solution = null!;

    [OneTimeSetUp]
    public void Build_the_solution()
    {
        _solution = Consumers.Solution();
        _solution.Write(
            "global.json",
            """{ "test": { "runner": "Microsoft.Testing.Platform" } }"""
        );
        _solution.WriteProject("One", properties: Program, items: Consumers.Reference);
        _solution.WriteProject(
            "Two",
            nunit: "5.0.0",
            properties: Program,
            items: Consumers.Reference
        );
        foreach (var (name, runtime) in OlderRuntimes.All)
            _solution.WriteProject(
                name,
                properties: OnRuntime(runtime),
                items: Consumers.Reference
            );
        if (TestEffort.IsThorough)
            _solution.WriteProject("Many", properties: Program, items: Consumers.Reference);
        _solution.Write(
            "OneAndTwo.slnx",
            """<Solution><Project Path="One/One.csproj" /><Project Path="Two/Two.csproj" /></Solution>"""
        );
        var all = string.Concat(
            OlderRuntimes
                .All.Select(older => older.Name)
                .Concat(TestEffort.IsThorough ? ["One", "Two", "Many"] : ["One", "Two"])
                .Select(name => $"<Project Path=\"{name}/{name}.csproj\" />")
        );
        _solution.Write("All.slnx", $"<Solution>{all}</Solution>");

        // A build writes down where the budget file is.
        _solution.Write("cibudget.json", Consumers.Budget);
        var build = _solution.Dotnet("build All.slnx");

        Assert.That(build.ExitCode, Is.Zero, build.Output);
        Assert.That(build.Output, Does.Contain("0 Warning(s)"));
    }

    [OneTimeTearDown]
    public void Delete_the_solution() => _solution.Dispose();

    [SetUp]
    public void Write_the_budget() => _solution.StartOver(Consumers.Budget);

    // By default NUnit 5 and the older runtime are green, NUnit 4 and the older runtime are red.
    private static IEnumerable<object[]> Green =>
        TestEffort.IsThorough
            ?
            [
                ["Two", "10."],
                ["One", "10."],
            ]
            :
            [
                ["Two", "10."],
            ];

    private static IEnumerable<string> Red => TestEffort.IsThorough ? ["One", "Two"] : ["One"];

    [TestCaseSource(nameof(Green))]
    [TestCaseSource(typeof(OlderRuntimes), nameof(OlderRuntimes.Cases))]
    public void A_run_within_budget_is_green_and_measured(string project, string runtime)
    {
        var run = _solution.Dotnet(
            $"test --project {project} --no-build",
            $"MEANT_RUNTIME={runtime}"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(Ledgers(), Has.Length.EqualTo(1));
        Assert.That(
            File.ReadAllText(Ledgers()[0]),
            Does.Contain("claude-haiku-4-5").And.Contain("16000")
        );
        // dotnet test shows no output of programs that pass, but lists their files.
        Assert.That(run.LinesWith("report.txt"), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            File.ReadAllText(run.LinesWith("report.txt")[0].TrimStart(' ', '-')),
            Does.Contain("Within budget")
        );
    }

    [TestCaseSource(nameof(Red))]
    [TestCaseSource(typeof(OlderRuntimes), nameof(OlderRuntimes.Names))]
    public void A_tight_budget_is_red_at_its_line(string project)
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var run = _solution.Dotnet($"test --project {project} --no-build");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
        Assert.That(
            Breaches(run),
            Has.Count.EqualTo(1)
                .And.All.StartsWith(
                    _solution.Folder + Path.DirectorySeparatorChar + Consumers.LimitAt
                ),
            run.Output
        );
    }

    [Test]
    public void A_failed_test_and_a_tight_budget_are_both_shown()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var run = _solution.Dotnet("test --project One --no-build", "FAIL_One=1");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
        Assert.That(run.Output, Does.Contain("an ordinary failure"));
        Assert.That(Breaches(run), Has.Count.EqualTo(1), run.Output);
    }

    [TestCase("EXIT_One=0")]
    public void A_test_that_ends_the_program_leaves_no_green_run(string variable)
    {
        var program = Directory
            .GetFiles(_solution.PathOf("One/bin"), "One.dll", SearchOption.AllDirectories)
            .Single();

        var run = _solution.Dotnet(Path.GetRelativePath(_solution.Folder, program), variable);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
        Assert.That(
            run.Output,
            Does.Contain("error CIB037: this test program ended before its tests had ended")
        );
    }

    /// <summary>Two projects, and thoroughly two target frameworks.</summary>
    private static IEnumerable<string> Several =>
        TestEffort.Cases(["--solution OneAndTwo.slnx", "--project Many"], static _ => 0);

    [TestCaseSource(nameof(Several))]
    public void Several_programs_are_one_run_with_one_total(string what)
    {
        var within = _solution.Dotnet($"test {what} --no-build");
        var folders = Directory.GetDirectories(_solution.PathOf("TestResults/CiBudget"));
        var ledgers = Ledgers();
        // Each of the two programs is within this one; both are not.
        _solution.Write("cibudget.json", Consumers.Budget.Replace("0.25", "0.15"));
        var over = _solution.Dotnet($"test {what} --no-build");

        Assert.That(within.ExitCode, Is.Zero, within.Output);
        Assert.That(folders, Has.Length.EqualTo(1));
        Assert.That(ledgers, Has.Length.EqualTo(2));
        Assert.That(over.ExitCode, Is.EqualTo(2), over.Output);
        // Programs that end side by side may both see the sum, and then say the same.
        Assert.That(Breaches(over).Distinct(), Has.Exactly(1).Items, over.Output);
        Assert.That(Breaches(over)[0], Does.Contain("$0.20"));
    }

    [Test]
    public void Results_that_cannot_be_written_fail_the_run_and_no_test()
    {
        var file = _solution.Write("TestResults", "");
        try
        {
            // The test program's own results go elsewhere.
            var run = _solution.Dotnet(
                "test --project One --no-build --results-directory elsewhere"
            );

            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
            Assert.That(run.Output, Does.Contain("error CIB014: ").And.Contain("succeeded: 2"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void A_filter_that_matches_nothing_is_no_success()
    {
        var run = _solution.Dotnet("test --project One --no-build --filter Name=Nothing");

        Assert.That(run.ExitCode, Is.Not.Zero, run.Output);
    }

    [Test]
    public void Without_a_budget_file_nothing_fails_and_one_that_is_added_counts_in_the_next_run()
    {
        // Release: the Debug build of the other tests knows of the file.
        File.Delete(_solution.PathOf("cibudget.json"));
        var without = _solution.Dotnet("test --project One -c Release");
        _solution.Write("cibudget.json", Consumers.Tight);
        var with = _solution.Dotnet("test --project One -c Release --no-build");

        Assert.That(without.ExitCode, Is.Zero, without.Output);
        Assert.That(without.Output, Does.Not.Contain("error CIB"));
        Assert.That(with.ExitCode, Is.EqualTo(2), with.Output);
        Assert.That(Breaches(with), Has.Count.EqualTo(1), with.Output);
    }

    [Test]
    [Thorough("the same under VSTest, and for a program from source")]
    public void Disabled_leaves_nothing_of_it()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var run = _solution.Dotnet(
            "test --project Two -c Release -p:CiBudgetEnabled=false --filter Name~Runs_on"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Not.Contain("CIB0").And.Not.Contain("CiBudget:"));
        Assert.That(Directory.Exists(_solution.PathOf("TestResults/CiBudget")), Is.False);
    }

    // The report, which comes with it, names the place without the code.
    private static List<string> Breaches(Command run) =>
        [.. run.LinesWith(Consumers.LimitAt).Where(line => line.Contains(": error CIB"))];

    private string[] Ledgers() =>
        Directory.Exists(_solution.PathOf("TestResults"))
            ? Directory.GetFiles(
                _solution.PathOf("TestResults"),
                "*.jsonl",
                SearchOption.AllDirectories
            )
            : [];

    private static string OnRuntime(string version) =>
        Program
        + "<TargetFramework>net8.0</TargetFramework><RollForward />"
        + "<UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier><SelfContained>true</SelfContained>"
        + $"<RuntimeFrameworkVersion>{version}</RuntimeFrameworkVersion>";
}
