using System.Globalization;

namespace CiBudget.Package.Tests;

/// <summary>The packages of this repository, packed once for all tests, in a version that no cache knows.</summary>
[SetUpFixture]
public sealed class Packages
{
    /// <summary>The folder that NuGet filled when it restored this repository.</summary>
    public static string Global { get; } = BuildMetadata.Of("GlobalPackages");

    private static string Folder { get; } =
        Path.Combine(Path.GetTempPath(), $"cibudget-packages-{Guid.NewGuid():N}");

    /// <summary>Holds the <c>.nupkg</c> files.</summary>
    public static string Packed { get; } = Path.Combine(Folder, "packed");

    /// <summary>The package folder of the consumers: shared, so that each package is unpacked once.</summary>
    public static string Restored { get; } = Path.Combine(Folder, "restored");

    /// <summary>What the packing left beside the packages.</summary>
    public static string Artifacts { get; } = Path.Combine(Folder, "artifacts");

    public static string Version { get; } =
        string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{Random.Shared.Next()}");

    [OneTimeSetUp]
    public void Pack()
    {
        using var solution = new TemporarySolution();
        var sources = Path.GetFullPath(Path.Combine(Repository.BuildFolder, "..", "src"));
        var projects = Directory
            .GetFiles(sources, "*.csproj", SearchOption.AllDirectories)
            .Select(project => $"<Project Path=\"{project}\" />");
        solution.Write("Pack.slnx", $"<Solution>{string.Concat(projects)}</Solution>");

        // Built apart from the repository's own output, which others may be building just now. That build has run the analyzers.
        var pack = solution.Dotnet(
            $"pack Pack.slnx -c Release -o {Packed} -p:MinVerVersionOverride={Version} -p:ArtifactsPath={Artifacts} -p:RunAnalyzers=false"
        );

        Assert.That(pack.ExitCode, Is.Zero, pack.Output);
        Assert.That(pack.Output, Does.Not.Contain("warning"));
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(Folder, recursive: true);
}
