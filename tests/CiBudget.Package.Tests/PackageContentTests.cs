using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace CiBudget.Package.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageContentTests
{
    [TestCase("CiBudget", "System.Text.Json")]
    [TestCase("CiBudget.Capture", "CiBudget")]
    [TestCase("CiBudget.MSBuild", "")]
    [TestCase(
        "CiBudget.NUnit",
        "CiBudget CiBudget.Capture CiBudget.MSBuild CiBudget.Redis CiBudget.Replay NUnit"
    )]
    [TestCase("CiBudget.Redis", "CiBudget")]
    [TestCase("CiBudget.Replay", "CiBudget")]
    [TestCase("CiBudget.Tool", "")]
    [TestCase("CiBudget.WireMock", "CiBudget.Replay WireMock.Net.Minimal")]
    public void A_package_depends_on_nothing_needless_and_says_what_it_is(
        string id,
        string dependencies
    )
    {
        using var package = Open(id);
        using var nuspec = package.GetEntry(id + ".nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        var name = metadata.Name.Namespace;

        Assert.Multiple(() =>
        {
            Assert.That(
                metadata
                    .Descendants(name + "dependency")
                    .Select(dependency => dependency.Attribute("id")!.Value)
                    .Order(StringComparer.Ordinal),
                Is.EqualTo(dependencies.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            );
            Assert.That(metadata.Element(name + "license")!.Value, Is.EqualTo("MIT"));
            Assert.That(metadata.Element(name + "description")!.Value, Is.Not.Empty);
            Assert.That(package.GetEntry(metadata.Element(name + "icon")!.Value), Is.Not.Null);
            Assert.That(
                package.GetEntry(metadata.Element(name + "readme")!.Value)!.Length,
                Is.Positive
            );
        });
    }

    [Test]
    public void The_gate_is_one_task_and_what_imports_it()
    {
        using var package = Open("CiBudget.MSBuild");

        Assert.That(
            package
                .Entries.Select(entry => entry.FullName)
                .Where(file => file.EndsWith(".dll", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "tasks/netstandard2.0/CiBudget.MSBuild.dll" })
        );
        Assert.That(
            package.Entries.Select(entry => entry.FullName),
            Is.SupersetOf(
                new[]
                {
                    "buildTransitive/CiBudget.MSBuild.props",
                    "buildTransitive/CiBudget.MSBuild.targets",
                    "buildMultiTargeting/CiBudget.MSBuild.props",
                    "buildMultiTargeting/CiBudget.MSBuild.targets",
                    "schema/cibudget.schema.json",
                }
            )
        );
    }

    [TestCaseSource(nameof(Ids))]
    public void Symbols_are_in_the_assembly_and_name_no_folder_of_this_machine(string id)
    {
        using var package = Open(id);
        var assemblies = package
            .Entries.Where(entry =>
                entry.Name.StartsWith("CiBudget", StringComparison.Ordinal)
                && entry.Name.EndsWith(".dll", StringComparison.Ordinal)
            )
            .ToList();

        Assert.That(assemblies, Is.Not.Empty);
        var repository = Path.GetFullPath(Path.Combine(Repository.BuildFolder, ".."));
        foreach (var assembly in assemblies)
        {
            Assert.That(
                Sources(assembly),
                Has.Some.StartsWith("/_/src/CiBudget").And.None.StartsWith(repository),
                assembly.Name
            );
        }
    }

    private static List<string> Sources(ZipArchiveEntry assembly)
    {
        using var content = new MemoryStream();
        using (var file = assembly.Open())
            file.CopyTo(content);
        content.Position = 0;
        using var image = new PEReader(content);
        var embedded = image
            .ReadDebugDirectory()
            .Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var reader = symbols.GetMetadataReader();
        return
        [
            .. reader.Documents.Select(document =>
                reader.GetString(reader.GetDocument(document).Name)
            ),
        ];
    }

    private static readonly string[] Ids =
    [
        "CiBudget",
        "CiBudget.Capture",
        "CiBudget.MSBuild",
        "CiBudget.NUnit",
        "CiBudget.Redis",
        "CiBudget.Replay",
        "CiBudget.Tool",
        "CiBudget.WireMock",
    ];

    private static ZipArchive Open(string id)
    {
        if (id == "CiBudget.WireMock")
            Packages.RequireWireMock();
        return ZipFile.OpenRead(Path.Combine(Packages.Packed, $"{id}.{Packages.Version}.nupkg"));
    }
}
