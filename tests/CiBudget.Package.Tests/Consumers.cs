namespace CiBudget.Package.Tests;

/// <summary>
/// Temporary solutions whose projects restore as a user's would: from the sources that the machine's NuGet configuration names, and
/// CiBudget from the folder of packed packages, which is one source more.
/// </summary>
internal static class Consumers
{
    /// <summary>The budget of one project, $0.10, fits; that of three does not.</summary>
    public const string Budget =
        "{\n  \"replayed\": \"counted\",\n  \"run\": { \"cost\": \"$0.25\" }\n}\n";

    public const string Tight =
        "{\n  \"replayed\": \"counted\",\n  \"run\": { \"cost\": \"$0.05\" }\n}\n";

    /// <summary>Where the limit of both stands.</summary>
    public const string LimitAt = "cibudget.json(3,20): error CIB001: ";

    public static TemporarySolution Solution()
    {
        var solution = new TemporarySolution();
        solution.Write(
            "Packed.props",
            $"<Project><PropertyGroup><CiBudgetVersion>{Packages.Version}</CiBudgetVersion></PropertyGroup></Project>"
        );
        // No <clear />: what the user and the machine are configured to use stays. What the restore of this repository has fetched
        // already is not fetched again, and what it has not is.
        solution.Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Packages.Packed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="repository" value="{Packages.Global}" />
              </fallbackPackageFolders>
            </configuration>
            """
        );
        // Versions that exist for one test run only stay out of the user's package folder.
        solution.Variables["NUGET_PACKAGES"] = Packages.Restored;
        return solution;
    }

    /// <summary>Writes a test project, as <c>dotnet add package</c> leaves it.</summary>
    public static void WriteProject(
        this TemporarySolution solution,
        string name,
        string? nunit = null,
        string properties = "",
        string items = ""
    ) =>
        solution.Write(
            $"{name}/{name}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{properties}</PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NUnit" Version="{nunit
                ?? Repository.VersionOf("NUnit")}" />
                {items}
              </ItemGroup>
            </Project>
            """
        );

    /// <summary>The one reference that brings metering, replay and the gate.</summary>
    public const string Reference =
        "<PackageReference Include=\"CiBudget.NUnit\" Version=\"$(CiBudgetVersion)\" />";
}
