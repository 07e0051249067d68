namespace CiBudget.MSBuild.Tests;

/// <summary>Where things of this repository are, as the build of this project wrote it down.</summary>
internal static class Repository
{
    public static string BuildFolder => BuildMetadata.Of("BuildFolder");

    public static string TaskAssembly => BuildMetadata.Of("TaskAssembly");

    public static string CoreAssembly => BuildMetadata.Of("CoreAssembly");

    /// <summary>The server of the C# compiler that built this project.</summary>
    public static string Compiler => BuildMetadata.Of("Compiler");

    /// <summary>The version of a package that this repository uses.</summary>
    public static string VersionOf(string package)
    {
        var file = System.Xml.Linq.XDocument.Load(
            Path.Combine(BuildFolder, "..", "Directory.Packages.props")
        );
        return file.Descendants("PackageVersion")
            .Single(item => (string?)item.Attribute("Include") == package)
            .Attribute("Version")!
            .Value;
    }
}
