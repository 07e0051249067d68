using System.Globalization;

namespace CiBudget.Package.Tests;

/// <summary>
/// <c>dotnet test</c> on projects that have CiBudget from its package. One (NUnit 4), Two (NUnit 5), Three (through a library), Central
/// (versions in Directory.Packages.props) and Many (two target frameworks), in a folder with blanks and letters beyond ASCII.
/// </summary>
public sealed class VSTestTests
{
    private const string Over = "error CIB001";

    private TemporarySolution _solution = null!;

    [OneTimeSetUp]
    public void Build_the_solution()
    {
        _solution = Consumers.Solution();
        _solution.WriteProject("One", items: Consumers.Reference);
        _solution.WriteProject("Two", nunit: "5.0.0", items: Consumers.Reference);
        if (TestEffort.IsThorough)
            _solution.WriteProject("Many", items: Consumers.Reference);
        _solution.Write(
            "Support/Support.csproj",
            $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{Consumers.Reference}</ItemGroup></Project>"""
        );
        _solution.WriteProject(
            "Three",
            items: "<ProjectReference Include=\"../Support/Support.csproj\" />"
        );
        File.Move(
            _solution.PathOf("Central.props"),
            _solution.Write("Central/Directory.Packages.props", ""),
            overwrite: true
        );
        _solution.Write(
            "Central/Central.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" />
                <PackageReference Include="NUnit3TestAdapter" />
                <PackageReference Include="Microsoft.Testing.Extensions.VSTestBridge" />
                <PackageReference Include="Microsoft.TestPlatform.AdapterUtilities" />
                <PackageReference Include="Microsoft.Extensions.DependencyModel" />
                <PackageReference Include="NUnit" />
                <PackageReference Include="CiBudget.NUnit" />
              </ItemGroup>
            </Project>
            """
        );
        var all = string.Concat(
            new[] { "One", "Two", "Three", "Central", "Many" }
                .Where(name => TestEffort.IsThorough || name != "Many")
                .Select(name => $"<Project Path=\"{name}/{name}.csproj\" />")
        );
        _solution.Write("All.slnx", $"<Solution>{all}</Solution>");

        var build = _solution.Dotnet("build All.slnx");

        Assert.That(build.ExitCode, Is.Zero, build.Output);
        Assert.That(build.Output, Does.Contain("0 Warning(s)"));
    }

    [OneTimeTearDown]
    public void Delete_the_solution() => _solution.Dispose();

    [SetUp]
    public void Write_the_budget() => _solution.StartOver(Consumers.Budget);

    /// <summary>One by default with a filter, in a solution, and over its budget.</summary>
    private static IEnumerable<string> Within =>
        TestEffort.IsThorough ? ["Two", "Three", "Central", "One"] : ["Two", "Three", "Central"];

    [TestCaseSource(nameof(Within))]
    public void A_run_within_budget_is_green_and_ends_with_the_table(string project)
    {
        var run = _solution.Dotnet($"test {project} --no-build");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("Tests by cost, in Spender").And.Contain("$0.10"));
    }

    [Test]
    public void The_first_run_builds_and_a_tight_budget_is_red_at_its_line()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var run = _solution.Dotnet("test One");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Over), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith(Over)[0],
            Does.StartWith(_solution.Folder + Path.DirectorySeparatorChar + Consumers.LimitAt)
        );
        Assert.That(run.Output, Does.Contain("Passed!"));
    }

    [Test]
    [Thorough("the same from source")]
    public void A_failed_test_and_a_tight_budget_are_both_shown()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var run = _solution.Dotnet("test Two --no-build", "FAIL_Two=1");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("an ordinary failure").And.Contain("Failed!"));
        Assert.That(run.LinesWith(Consumers.LimitAt), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    public void Three_projects_are_one_run_with_one_total_and_one_table()
    {
        var run = _solution.Dotnet("test Three.slnx --no-build");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Consumers.LimitAt), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Consumers.LimitAt)[0], Does.Contain("$0.30"));
        Assert.That(run.LinesWith("avoided by"), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    public void A_framework_that_cannot_be_metered_is_an_error_also_as_one_of_several()
    {
        _solution.WriteProject(
            "Old",
            properties: "<TargetFramework></TargetFramework><TargetFrameworks>net10.0;net6.0</TargetFrameworks><CheckEolTargetFramework>false</CheckEolTargetFramework><UseAppHost>false</UseAppHost>",
            items: Consumers.Reference
        );

        var build = _solution.Dotnet("build Old");

        Assert.That(build.ExitCode, Is.EqualTo(1), build.Output);
        Assert.That(
            build.LinesWith("error CIB038").Distinct(),
            Has.Exactly(1).Items.And.All.Contains("cannot meter tests on net6.0"),
            build.Output
        );
    }

    [Test]
    public void Tests_that_no_gate_judges_say_so()
    {
        var run = _solution.Dotnet("test One/bin/Debug/net10.0/One.dll");

        Assert.That(
            run.Output,
            Does.Contain("this way of running tests has no gate").And.Contain("cibudget check")
        );
    }

    [Test]
    [Thorough("the same from source")]
    public void Two_target_frameworks_are_one_run()
    {
        var run = _solution.Dotnet("test Many --no-build");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.LinesWith("Within budget"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("$0.20"));
    }

    [Test]
    [Thorough("the same from source")]
    public void A_filter_that_matches_nothing_is_no_success()
    {
        var run = _solution.Dotnet("test One --no-build --filter Name=Nothing");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        // VSTest runs no test code then, so there is no ledger either.
        Assert.That(run.LinesWith("error CIB005: no test ran: "), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    [Thorough("the same from source")]
    public void Without_a_budget_file_the_table_is_shown_and_nothing_fails()
    {
        File.Delete(_solution.PathOf("cibudget.json"));

        var run = _solution.Dotnet("test One --no-build");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("$0.10").And.Not.Contain("error CIB"));
    }

    [Test]
    public void A_filter_judges_what_it_lets_through()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var dear = _solution.Dotnet("test One --no-build --filter Name=Asks");

        Assert.That(dear.ExitCode, Is.EqualTo(1), dear.Output);
        Assert.That(dear.LinesWith(Consumers.LimitAt), Has.Count.EqualTo(1), dear.Output);
    }

    [Test]
    [Thorough("a filter that lets a call through")]
    public void What_a_filter_leaves_out_is_not_judged()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var free = _solution.Dotnet(
            "test One --no-build --filter Name~Runs_on -p:CiBudgetNoCalls=warn"
        );

        Assert.That(free.ExitCode, Is.Zero, free.Output);
    }

    [Test]
    public void Results_that_cannot_be_written_are_an_error_and_no_stack_trace()
    {
        // A file in the folder's place stops root, too.
        var file = _solution.Write("TestResults", "");
        try
        {
            var run = _solution.Dotnet("test One --no-build");

            Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
            Assert.That(run.LinesWith("error CIB014: "), Has.Count.EqualTo(1), run.Output);
            Assert.That(run.Output, Does.Not.Contain("   at CiBudget").And.Not.Contain("MSB4018"));
            Assert.That(run.Output, Does.Not.Contain("Within budget"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void What_is_said_is_the_same_where_the_command_line_speaks_German()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        var run = _solution.Dotnet(
            "test One --no-build",
            "DOTNET_CLI_UI_LANGUAGE=de",
            "LANG=de_DE.UTF-8"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(Consumers.LimitAt), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith(Consumers.LimitAt)[0],
            Does.Contain("$0.10").And.Contain("$0.05")
        );
        Assert.That(run.Output, Does.Contain("Bestanden!"), "the command line did speak German");
    }

    /// <summary>Those that can build for the framework of these tests.</summary>
    private static IEnumerable<string> InstalledSdks()
    {
        using var anywhere = new TemporarySolution();
        return
        [
            .. anywhere
                .Dotnet("--list-sdks")
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')[0])
                .Where(version =>
                    int.TryParse(version.Split('.')[0], CultureInfo.InvariantCulture, out var major)
                    && major >= Environment.Version.Major
                ),
        ];
    }

    [Test]
    public void Whichever_installed_SDK_is_pinned_the_gate_holds()
    {
        _solution.Write("cibudget.json", Consumers.Tight);
        var pinned = InstalledSdks().ToList();
        Assert.That(pinned, Is.Not.Empty);
        if (pinned.Count == 1 && !TestEffort.IsThorough)
            Assert.Ignore(
                $"{pinned[0]} is the only SDK that is installed, and all tests run on it"
            );
        try
        {
            foreach (var sdk in pinned)
            {
                _solution.Write(
                    "global.json",
                    $$"""{ "sdk": { "version": "{{sdk}}", "rollForward": "disable" } }"""
                );

                var version = _solution.Dotnet("--version");
                var run = _solution.Dotnet("test One --no-build");

                Assert.That(version.Output.Trim(), Is.EqualTo(sdk));
                Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
                Assert.That(run.LinesWith(Consumers.LimitAt), Has.Count.EqualTo(1), run.Output);
            }
        }
        finally
        {
            _solution.Write("global.json", "{}");
        }
        if (pinned.Count == 1)
            Assert.Ignore(
                $"held with {pinned[0]}, the only SDK that is installed; a second one would be tried, too"
            );
    }

    [Test]
    [Thorough("the same from source")]
    public void The_gate_is_a_step_of_its_own_too()
    {
        _solution.Write("cibudget.json", Consumers.Tight);
        _solution.Dotnet("test One --no-build", "FAIL_One=1");

        var check = _solution.Dotnet("msbuild One -t:CiBudgetCheck -nologo");

        Assert.That(check.ExitCode, Is.EqualTo(1), check.Output);
        Assert.That(check.LinesWith(Consumers.LimitAt), Has.Count.EqualTo(1), check.Output);
    }

    [Test]
    public void Disabled_leaves_nothing_of_it()
    {
        _solution.Write("cibudget.json", Consumers.Tight);

        // Release: the other tests go on with the Debug build, which is metered.
        var run = _solution.Dotnet(
            "test One -c Release -p:CiBudgetEnabled=false --filter Name~Runs_on"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("Passed!").And.Not.Contain("CIB0"));
        Assert.That(run.Output, Does.Not.Contain("CiBudget:"));
        Assert.That(Directory.Exists(_solution.PathOf("TestResults")), Is.False);
    }
}
