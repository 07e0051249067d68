using System.Globalization;

namespace CiBudget.MSBuild.Tests;

/// <summary>
/// Real runs. 20,000 output tokens of claude-haiku-4-5 at $5 a million are $0.10; the budget is $0.25.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class DotnetTestTests
{
    private const string Over = "error CIB001";
    private const string Budget = "{\n  \"run\": { \"cost\": \"$0.25\" }\n}\n";

    private static SolutionPool _solutions = null!;

    private TemporarySolution _solution = null!;
    private bool _isBuiltAsItWas = true;

    [OneTimeSetUp]
    public static void Build_the_solution()
    {
        var solution = new TemporarySolution();
        _solutions = new(solution);
        // A build writes down where the budget file is.
        solution.StartOver(Budget);
        var build = solution.Dotnet("build All.slnx");
        Assert.That(build.ExitCode, Is.Zero, build.Output);
    }

    [OneTimeTearDown]
    public static void Delete_the_solutions() => _solutions.Dispose();

    [SetUp]
    public void Take_a_solution()
    {
        _solution = _solutions.Take();
        _solution.StartOver(Budget);
    }

    [TearDown]
    public void Give_the_solution_back()
    {
        if (_isBuiltAsItWas)
            _solutions.GiveBack(_solution);
    }

    [Test]
    public void A_green_run_within_budget_passes_and_ends_with_the_table()
    {
        var run = _solution.Dotnet("test One --no-build", "SPEND_One=20000");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("$0.10"));
        Assert.That(
            run.Output.IndexOf("Passed!", StringComparison.Ordinal),
            Is.LessThan(run.Output.IndexOf("Within budget", StringComparison.Ordinal))
        );
    }

    private static IEnumerable<object[]> Covered =>
        TestEffort.Cases<object[], int>(
            [
                [60_000, "$0.30", Over],
                [20_000, "$0.10", "Within budget"],
            ],
            static _ => 0
        );

    [TestCaseSource(nameof(Covered))]
    public void A_coverage_threshold_that_is_not_reached_leaves_the_gate_its_word(
        int tokens,
        string cost,
        string word
    )
    {
        _solution.Write(
            "Covered/Covered.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="coverlet.msbuild" Version="10.0.1" /></ItemGroup>
            </Project>
            """
        );

        var run = _solution.Dotnet(
            "test Covered -p:CollectCoverage=true -p:IncludeTestAssembly=true -p:Threshold=100",
            $"SPEND_Covered={tokens}"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("Passed!").And.Contain(cost));
        Assert.That(run.LinesWith(word), Has.Count.EqualTo(1), run.Output);
        if (word != Over)
            Assert.That(run.Output, Does.Contain("is below the specified 100"));
    }

    private static IEnumerable<string> Strictness =>
        TestEffort.Cases(["-warnaserror:CIB009", "-warnaserror"], static _ => 0);

    [TestCaseSource(nameof(Strictness))]
    public void Where_a_warning_is_an_error_the_run_is_not_within_budget(string strict)
    {
        var run = _solution.Dotnet($"test One --no-build {strict}", "SPEND_One=45000");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB009"), Has.Count.EqualTo(1), run.Output);
        // MSBuild tells a task of the codes that were named, and not that all were meant: then only the error line says it.
        if (strict != "-warnaserror")
            Assert.That(run.Output, Does.Not.Contain("Within budget"));
    }

    [Test]
    [Thorough("the same warning as an error")]
    public void A_warning_fails_nothing()
    {
        var run = _solution.Dotnet("test One --no-build", "SPEND_One=45000");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("warning CIB009"), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    [Thorough("no need of its speed")]
    public void The_gate_is_compiled_while_the_tests_run()
    {
        var log = _solution.PathOf("compiled.txt");

        var run = _solution.Dotnet(
            "test One --no-build",
            "SPEND_One=20000",
            "DOTNET_JitDisasmSummary=1",
            $"DOTNET_JitStdOutFile={log}"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        var compiled = File.ReadAllLines(log).Where(line => line.Contains("CiBudget.")).ToList();
        var check = compiled.FindIndex(line => line.Contains("CheckCiBudget:.ctor"));
        // What the sample that warms up does not do is compiled later: without it nearly all would be.
        Assert.That(check, Is.GreaterThan(compiled.Count * 3 / 4), $"{check} of {compiled.Count}");
    }

    [Test]
    public void A_green_run_over_budget_fails_at_the_line_of_the_limit()
    {
        var run = _solution.Dotnet("test One", "SPEND_One=60000");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Over), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith(Over)[0],
            Does.StartWith(_solution.PathOf("cibudget.json") + "(2,20): error CIB001: ")
        );
        Assert.That(run.Output, Does.Contain("Passed!"));
    }

    [Test]
    [Thorough("a failed test beside a broken limit")]
    public void A_failed_test_within_budget_still_ends_with_the_table()
    {
        var run = _solution.Dotnet("test One --no-build", "SPEND_One=20000", "FAIL_One=1");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(
            run.Output,
            Does.Contain("an ordinary failure")
                .And.Contain("Within budget")
                .And.Not.Contain("error CIB")
        );
    }

    [Test]
    public void A_failed_test_and_a_broken_limit_are_both_shown()
    {
        var run = _solution.Dotnet("test One --no-build", "SPEND_One=60000", "FAIL_One=1");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("an ordinary failure"));
        Assert.That(run.LinesWith(Over), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    [Thorough("several that break the budget together")]
    public void Several_target_frameworks_are_one_run()
    {
        var run = _solution.Dotnet("test Many --no-build", "SPEND_Many=20000");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("$0.20"));
    }

    [Test]
    public void Several_target_frameworks_can_break_the_budget_together()
    {
        var over = _solution.Dotnet("test Many --no-build", "SPEND_Many=30000", "FAIL_Many=1");

        Assert.That(over.ExitCode, Is.EqualTo(1), over.Output);
        Assert.That(over.LinesWith(Over), Has.Count.EqualTo(1), over.Output);
        Assert.That(over.Output, Does.Contain("$0.30"));
    }

    [Test]
    [Thorough("the run of all of them")]
    public void One_of_several_target_frameworks_is_a_run_too()
    {
        var run = _solution.Dotnet("test Many --no-build -f net10.0", "SPEND_Many=20000");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    [Thorough("the same of the packages")]
    public void A_solution_is_one_run_with_one_table()
    {
        var run = _solution.Dotnet(
            "test OneAndMany.slnx --no-build",
            "SPEND_One=10000",
            "SPEND_Many=20000"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("$0.25"));
    }

    [Test]
    public void Projects_that_are_within_budget_alone_can_break_it_together()
    {
        var run = _solution.Dotnet(
            "test OneAndTwo.slnx --no-build",
            "SPEND_One=30000",
            "SPEND_Two=30000",
            "FAIL_Two=1"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Over), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("spent"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("$0.30").And.Contain("an ordinary failure"));
    }

    [Test]
    [Thorough("a solution filter without calls")]
    public void A_solution_without_calls_is_judged_once()
    {
        var run = _solution.Dotnet("test Three.slnx --no-build");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB"), Has.Count.EqualTo(1), run.Output);
    }

    // The same in each run, so that a failure can be run again.
    private static IEnumerable<int> Lifetimes
    {
        get
        {
            var random = new Random(20261122);
            return
            [
                .. Enumerable
                    .Range(0, TestEffort.Rounds(few: 1, thorough: 5))
                    .Select(_ => random.Next(300)),
            ];
        }
    }

    [Test]
    public void A_test_host_that_is_killed_leaves_a_readable_ledger_and_no_green_verdict(
        [ValueSource(nameof(Lifetimes))] int milliseconds
    )
    {
        var run = _solution.Dotnet(
            "test One --no-build",
            $"KILL_One={milliseconds.ToString(CultureInfo.InvariantCulture)}"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB012: "), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Not.Contain("Within budget"));
        // Solutions are shared, and an earlier run may have left its ledger.
        var ledger = Directory
            .GetFiles(
                _solution.PathOf("TestResults"),
                "*" + LedgerReader.Extension,
                SearchOption.AllDirectories
            )
            .MaxBy(File.GetLastWriteTimeUtc)!;
        // One torn line at most, the last one; the gate says no more of it than that the ledger was not closed.
        var problems = new List<LedgerProblem>();
        var entries = LedgerReader.Read(ledger, problems.Add).ToList();
        Assert.That(entries.Select(entry => entry.Id), Is.Unique);
        Assert.That(
            problems.Select(problem => problem.Code),
            Is.All.EqualTo(Codes.UnclosedLedger).And.Property("Count").LessThan(2)
        );
    }

    private static IEnumerable<string> Metering =>
        TestEffort.Cases(["", " -p:CiBudgetNUnit=true"], static _ => 0);

    [TestCaseSource(nameof(Metering))]
    public void A_filter_that_matches_nothing_is_no_success(string properties)
    {
        var run = _solution.Dotnet("test One --no-build --filter Name=Nothing" + properties);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB"), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.Output,
            Does.Contain("error CIB005: no test ran: the filter matched none.")
        );
    }

    [Test]
    [Thorough("the task in memory")]
    public void A_filter_that_matches_nothing_passes_where_no_call_is_right()
    {
        var run = _solution.Dotnet(
            "test Three.slnx --no-build --filter Name=Nothing -p:CiBudgetNoCalls=off"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Not.Contain("error CIB"));
    }

    [Test]
    public void A_project_whose_tests_ran_and_left_no_ledger_is_named()
    {
        _solution.StartOver("""{ "run": { "cost": "$0.25" }, "rules": { "noCalls": "off" } }""");
        var run = _solution.Dotnet(
            "test OneAndTwo.slnx --no-build",
            "SPEND_One=20000",
            "BLIND_Two=1"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB"), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith("error CIB016").Single(),
            Does.Contain("Two.csproj")
                .And.Contain(
                    "1 test of Two (net10.0) ran, and its calls were not measured, since there is no ledger"
                )
        );
    }

    [Test]
    public void A_run_folder_that_is_replaced_while_tests_run_is_no_green_run()
    {
        var run = _solution.Dotnet("test One --no-build", "SPEND_One=20000", "DELETE_One=1");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith("error CIB").Single(),
            Does.Contain("error CIB014: the run's folder")
        );
    }

    [Test]
    [Thorough("a budget file with a fault")]
    public void A_shard_that_is_none_ends_the_run_before_a_test_spends()
    {
        var run = _solution.Dotnet("test One --no-build", "SPEND_One=20000", "CIBUDGET_SHARD=1 /4");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB").Single(), Does.Contain("CIBUDGET_SHARD is '1 /4'"));
        Assert.That(run.Output, Does.Not.Contain("Passed!"));
    }

    private static IEnumerable<string> FilteredRuns =>
        TestEffort.Cases(
            [
                "test Some.slnf --no-build",
                "test Some.slnf --no-build -m:1",
                "test filtered --no-build",
            ],
            static _ => 0
        );

    [TestCaseSource(nameof(FilteredRuns))]
    public void A_solution_filter_without_calls_is_judged(string command)
    {
        Filtered(
            command,
            silent =>
            {
                Assert.That(silent.ExitCode, Is.EqualTo(1), silent.Output);
                Assert.That(silent.LinesWith("error CIB"), Has.Count.EqualTo(1), silent.Output);
            }
        );
    }

    [TestCaseSource(nameof(FilteredRuns))]
    [Thorough("a solution filter without calls, and the packages' solution")]
    public void A_solution_filter_with_a_call_is_one_run(string command) =>
        Filtered(
            command,
            calling =>
            {
                Assert.That(calling.ExitCode, Is.Zero, calling.Output);
                Assert.That(
                    calling.LinesWith("Within budget"),
                    Has.Count.EqualTo(1),
                    calling.Output
                );
            },
            "SPEND_Two=20000"
        );

    private void Filtered(string command, Action<Command> check, params string[] environment)
    {
        const string Filter =
            """{ "solution": { "path": "Three.slnx", "projects": ["One\\One.csproj", "Two\\Two.csproj"] } }""";
        _solution.Write("Some.slnf", Filter);
        _solution.Write("filtered/Some.slnf", Filter.Replace("Three.slnx", "..\\\\Three.slnx"));
        try
        {
            check(_solution.Dotnet(command, environment));
        }
        finally
        {
            File.Delete(_solution.PathOf("Some.slnf"));
        }
    }

    [Test]
    public void Listing_tests_is_no_run()
    {
        var run = _solution.Dotnet("test One --no-build --list-tests");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("Spends").And.Not.Contain("CIB"));
    }

    [Test]
    public void A_budget_file_with_a_fault_ends_the_run_before_a_test_spends()
    {
        _solution.Write("cibudget.json", "{\n  \"run\": {\n    \"cots\": \"$0.25\" }\n}\n");

        var run = _solution.Dotnet("test One --no-build", "SPEND_One=20000");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB"), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith("error CIB")[0],
            Does.StartWith(_solution.PathOf("cibudget.json") + "(3,5): error CIB003: ")
        );
        Assert.That(run.Output, Does.Not.Contain("Passed!"));
    }

    [Test]
    public void Another_budget_file_is_found_from_the_projects_folder()
    {
        var tight = _solution.Write(
            "One/budgets/tight.json",
            "{\n  \"run\": { \"cost\": \"$0.05\" }\n}\n"
        );

        var run = _solution.Dotnet(
            "test One --no-build -p:CiBudgetFile=budgets/tight.json",
            "SPEND_One=20000"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Over), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Over)[0], Does.StartWith(tight + "(2,20): error CIB001: "));
    }

    [Test]
    [Thorough("one that is found, and one with a fault")]
    public void A_budget_file_that_is_named_and_missing_ends_the_run()
    {
        var missing = _solution.Dotnet(
            "test One --no-build -p:CiBudgetFile=budgets/none.json",
            "SPEND_One=20000"
        );

        Assert.That(missing.ExitCode, Is.EqualTo(1), missing.Output);
        Assert.That(
            missing.LinesWith("error CIB"),
            Has.Count.EqualTo(1)
                .And.All.StartsWith(_solution.PathOf("One/budgets/none.json") + " : error CIB002: ")
        );
    }

    [Test]
    public void Without_a_budget_file_the_table_is_shown_and_nothing_fails()
    {
        File.Delete(_solution.PathOf("cibudget.json"));

        var run = _solution.Dotnet("test One --no-build", "SPEND_One=60000");
        var silent = _solution.Dotnet("test One --no-build");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("$0.30"));
        Assert.That(silent.ExitCode, Is.Zero, silent.Output);
        Assert.That(silent.Output, Does.Not.Contain("CIB"));
    }

    [Test]
    [Thorough("the same of the packages")]
    public void Disabled_leaves_nothing_of_it()
    {
        // The build writes a runtimeconfig.json that is not the other tests'.
        _isBuiltAsItWas = false;

        var run = _solution.Dotnet(
            "test One -p:CiBudgetEnabled=false --logger console;verbosity=normal",
            "SPEND_One=60000"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("enabled=false file=\n").And.Not.Contain("CIB0"));
        Assert.That(Directory.Exists(_solution.PathOf("TestResults")), Is.False);
    }

    [Test]
    public void The_test_process_knows_the_budget_file_without_MSBuild()
    {
        var run = _solution.Dotnet(
            "test One/bin/Debug/net10.0/One.dll --logger console;verbosity=normal"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(
            run.Output,
            Does.Contain($"enabled=true file={_solution.PathOf("cibudget.json")}\n")
        );
    }

    [Test]
    public void The_gate_alone_checks_the_latest_run()
    {
        _solution.Dotnet("test One --no-build", "SPEND_One=60000", "FAIL_One=1");

        var check = _solution.Dotnet("msbuild One -t:CiBudgetCheck -nologo");
        var outer = _solution.Dotnet("msbuild Many -t:CiBudgetCheck -nologo");

        Assert.That(check.ExitCode, Is.EqualTo(1), check.Output);
        Assert.That(check.LinesWith(Over), Has.Count.EqualTo(1), check.Output);
        Assert.That(check.LinesWith("spent"), Has.Count.EqualTo(1), check.Output);
        Assert.That(outer.LinesWith(Over), Has.Count.EqualTo(1), outer.Output);
    }

    [Test]
    [Thorough("the check of a run that there is")]
    public void The_gate_alone_checks_no_run_that_there_is_not()
    {
        var none = _solution.Dotnet(
            "msbuild One -t:CiBudgetCheck -nologo",
            "CIBUDGET_RUN=no-such-run"
        );

        Assert.That(none.ExitCode, Is.EqualTo(1), none.Output);
        Assert.That(
            none.Output,
            Does.Contain("error CIB016: there is no run to check in").And.Contain("no-such-run")
        );
    }

    [Test]
    public void Runs_of_one_name_are_one_run()
    {
        _solution.Dotnet("test One --no-build", "SPEND_One=20000", "CIBUDGET_RUN=pipeline 7/1");

        var second = _solution.Dotnet(
            "test Two --no-build",
            "SPEND_Two=40000",
            "CIBUDGET_RUN=pipeline 7/1"
        );

        Assert.That(second.ExitCode, Is.EqualTo(1), second.Output);
        Assert.That(second.Output, Does.Contain("$0.30").And.Contain(Over));
        Assert.That(
            Directory.GetDirectories(_solution.PathOf("TestResults/CiBudget")),
            Has.Length.EqualTo(1)
        );
    }

    [Test]
    public void The_terminal_logger_shows_the_table()
    {
        var run = _solution.Dotnet("test One --no-build -tl:on", "SPEND_One=20000");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    public void Settings_of_the_user_reach_the_tests_beside_ours()
    {
        var run = _solution.Dotnet(
            "test One --no-build -- NUnit.Where=name=='Nothing'",
            "SPEND_One=20000"
        );

        Assert.That(run.Output, Does.Contain("CIB0").And.Not.Contain("Passed!"));
    }

    [Test]
    public void A_project_that_does_not_build_gives_no_verdict()
    {
        var bad = _solution.Write("Two/Bad.cs", "not C#");
        try
        {
            var alone = _solution.Dotnet("test Two");
            var solution = _solution.Dotnet("test OneAndTwo.slnx", "SPEND_One=20000");

            Assert.That(alone.ExitCode, Is.EqualTo(1), alone.Output);
            Assert.That(
                alone.Output,
                Does.Contain("error CS").And.Not.Contain("CIB0").And.Not.Contain("spent")
            );
            Assert.That(solution.LinesWith("Within budget"), Has.Count.EqualTo(1), solution.Output);
        }
        finally
        {
            File.Delete(bad);
        }
    }
}
