namespace CiBudget.Package.Tests;

/// <summary>
/// The shipped meter on the runtimes that it says it runs on: each tells of requests in its own way, and a call is one entry on all of
/// them, however it ends and whatever it is made in.
/// </summary>
public sealed class RuntimesTests
{
    private TemporarySolution _solution = null!;

    [OneTimeSetUp]
    public void Write_the_programs()
    {
        _solution = Consumers.Solution();
        // Nothing of the solution's props: these are no test projects.
        _solution.Write("Callers/Directory.Build.props", "<Project />");
        foreach (var (name, runtime) in OlderRuntimes.All)
            _solution.Write(
                $"Callers/{name}/{name}.csproj",
                Caller(
                    $"<TargetFramework>net8.0</TargetFramework><RuntimeFrameworkVersion>{runtime}</RuntimeFrameworkVersion>"
                        + "<UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier><SelfContained>true</SelfContained>"
                )
            );
        _solution.Write(
            "Callers/On10/On10.csproj",
            Caller("<TargetFramework>net10.0</TargetFramework>")
        );
    }

    [OneTimeTearDown]
    public void Delete_the_solution() => _solution.Dispose();

    [TestCaseSource(typeof(OlderRuntimes), nameof(OlderRuntimes.Cases))]
    [TestCaseSource(nameof(Newest))]
    public void A_call_is_one_entry(string project, string runtime)
    {
        var run = _solution.Dotnet($"run --project Callers/{project}");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain($"runtime {runtime}"));
        // Three kinds of flow, alone and beside another subscriber.
        var endings = string.Join(
            " ",
            Enumerable.Repeat("Answered Refused Cancelled Failed", 3 * 2)
        );
        Assert.That(run.LinesWith($"ended {endings}"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.LinesWith($"entries {endings}"), Has.Count.EqualTo(1), run.Output);
        // 7 in each answer, 6 answers.
        Assert.That(run.LinesWith("tokens 42"), Has.Count.EqualTo(1), run.Output);
        Assert.That(
            run.LinesWith("traced").Select(line => line.Trim()),
            Is.EqualTo((string[])["traced Activity"]),
            run.Output
        );
        Assert.That(run.LinesWith("unmetered 0, in flight 0"), Has.Count.EqualTo(1), run.Output);
    }

    /// <summary>The runtime of all other tests, and so by default of no program here.</summary>
    private static IEnumerable<object[]> Newest =>
        TestEffort.IsThorough
            ?
            [
                ["On10", "10."],
            ]
            : [];

    private static string Caller(string properties) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="../../Packed.props" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <NoWarn>$(NoWarn);NU1603</NoWarn>
                <InvariantGlobalization>true</InvariantGlobalization>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="../../Caller.cs" />
                <PackageReference Include="CiBudget.Capture" Version="$(CiBudgetVersion)" />
              </ItemGroup>
            </Project>
            """;
}
