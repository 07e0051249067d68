namespace CiBudget.Package.Tests;

/// <summary>
/// The task in MSBuild 17.7, which is older than that of SDK 8, on the runtimes of the SDKs 8 and 9: it finds what it needs there, and
/// judges as it does under the newest. (An SDK is no package; its engine and its runtime are.)
/// </summary>
public sealed class OlderEngineTests
{
    private const string Program = """
        using System;
        using System.Collections.Generic;
        using Microsoft.Build.Evaluation;
        using Microsoft.Build.Execution;
        using Microsoft.Build.Framework;
        using Microsoft.Build.Logging;

        Console.WriteLine($"runtime {Environment.Version}, MSBuild {ProjectCollection.Version}");
        var projects = new ProjectCollection();
        var gate = new ProjectInstance(args[0], new Dictionary<string, string>(), null, projects);
        var build = BuildManager.DefaultBuildManager.Build(
            new BuildParameters(projects) { Loggers = new[] { new ConsoleLogger(LoggerVerbosity.Minimal) } },
            new BuildRequestData(gate, new[] { "CiBudgetCheck" })
        );
        return build.OverallResult == BuildResultCode.Success ? 0 : 1;

        """;

    private TemporarySolution _solution = null!;

    [OneTimeSetUp]
    public void Measure_a_run()
    {
        _solution = Consumers.Solution();
        _solution.WriteProject("One", items: Consumers.Reference);
        _solution.Write("cibudget.json", Consumers.Budget);
        var run = _solution.Dotnet("test One");
        Assert.That(run.ExitCode, Is.Zero, run.Output);

        // Nothing of the solution's props: the engine is no test project.
        _solution.Write("Engines/Directory.Build.props", "<Project />");
        _solution.Write("Engines/Program.cs", Program);
        foreach (var (name, runtime) in OlderRuntimes.All)
            _solution.Write($"Engines/{name}/{name}.csproj", Engine(runtime));
        _solution.Write(
            "Gate/Gate.proj",
            """
            <Project>
              <Import Project="../Packed.props" />
              <PropertyGroup>
                <CiBudgetPackage>$(NUGET_PACKAGES)/cibudget.msbuild/$(CiBudgetVersion)/buildTransitive/</CiBudgetPackage>
              </PropertyGroup>
              <Import Project="$(CiBudgetPackage)CiBudget.MSBuild.props" />
              <Import Project="$(CiBudgetPackage)CiBudget.MSBuild.targets" />
            </Project>
            """
        );
    }

    [OneTimeTearDown]
    public void Delete_the_solution() => _solution.Dispose();

    [TestCaseSource(typeof(OlderRuntimes), nameof(OlderRuntimes.Cases))]
    public void The_task_judges_as_under_the_newest_SDK(string engine, string runtime)
    {
        _solution.Write("cibudget.json", Consumers.Budget);
        var green = _solution.Dotnet($"run --project Engines/{engine} -- Gate/Gate.proj");
        _solution.Write("cibudget.json", Consumers.Tight);
        var red = _solution.Dotnet($"run --project Engines/{engine} --no-build -- Gate/Gate.proj");

        Assert.That(green.ExitCode, Is.Zero, green.Output);
        Assert.That(green.Output, Does.Contain($"runtime {runtime}, MSBuild 17.7"));
        Assert.That(green.LinesWith("Within budget"), Has.Count.EqualTo(1), green.Output);
        Assert.That(red.ExitCode, Is.EqualTo(1), red.Output);
        Assert.That(red.LinesWith(Consumers.LimitAt), Is.Not.Empty, red.Output);
    }

    private static string Engine(string runtime) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net8.0</TargetFramework>
                <SelfContained>true</SelfContained>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <RuntimeFrameworkVersion>{runtime}</RuntimeFrameworkVersion>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="../Program.cs" />
                <PackageReference Include="Microsoft.Build" Version="17.7.2" />
                <PackageReference Include="Microsoft.Build.Utilities.Core" Version="17.7.2" />
              </ItemGroup>
            </Project>
            """;
}
