using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace CiBudget.Package.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageContentTests
{
    [TestCase("CiBudget", "System.Text.Json")]
    [TestCase("CiBudget.Capture", "CiBudget.Wire")]
    [TestCase("CiBudget.MSBuild", "")]
    [TestCase("CiBudget.NUnit", "CiBudget CiBudget.Capture CiBudget.MSBuild CiBudget.Replay NUnit")]
    [TestCase("CiBudget.Redis", "CiBudget.Capture FreeRedis")]
    [TestCase("CiBudget.Replay", "CiBudget.Wire")]
    [TestCase("CiBudget.Tool", "")]
    [TestCase("CiBudget.Wire", "CiBudget")]
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
            Is.EquivalentTo(
                new[]
                {
                    "tasks/netstandard2.0/CiBudget.MSBuild.dll",
                    "tasks/netstandard2.0/logger/CiBudget.TestLogger.dll",
                }
            )
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
                    "tasks/netstandard2.0/warmup/warmup.ledger.jsonl",
                }
            )
        );
    }

    [TestCaseSource(nameof(Ids))]
    public void Symbols_are_in_the_assembly_and_name_no_folder_of_this_machine(string id)
    {
        using var package = Open(id);
        var assemblies = package.Entries.Where(IsOurs).ToList();

        Assert.That(assemblies, Is.Not.Empty);
        var repository = Path.GetFullPath(Path.Combine(Repository.BuildFolder, ".."));
        foreach (var assembly in assemblies)
            Assert.That(
                Sources(assembly),
                Has.Some.StartsWith("/_/src/CiBudget").And.None.StartsWith(repository),
                assembly.Name
            );
    }

    [TestCaseSource(nameof(Ids))]
    public void An_assembly_is_the_same_whenever_it_is_built(string id)
    {
        using var package = Open(id);

        foreach (var assembly in package.Entries.Where(IsOurs))
        {
            using var image = new PEReader(new MemoryStream(Bytes(assembly)));
            Assert.That(
                image.ReadDebugDirectory().Select(entry => entry.Type),
                Does.Contain(DebugDirectoryEntryType.Reproducible),
                assembly.FullName
            );
        }
    }

    [TestCaseSource(nameof(Libraries))]
    public void The_SDK_has_validated_the_package(string id)
    {
        using var package = Open(id);

        // Validation leaves a mark beside what it validated.
        var marks = Directory.GetFiles(
            Path.Combine(Packages.Artifacts, "obj", id),
            "*.semaphore",
            SearchOption.AllDirectories
        );

        Assert.That(marks, Is.Not.Empty);
    }

    [Test]
    public void Source_link_leads_to_the_commit()
    {
        var root = Path.GetFullPath(Path.Combine(Repository.BuildFolder, ".."));
        if (!Path.Exists(Path.Combine(root, ".git")))
            Assert.Ignore("the sources are no git repository here");
        using var solution = new TemporarySolution();
        Git(
            solution.Folder,
            "clone",
            "--quiet",
            "--depth",
            "1",
            new Uri(root).AbsoluteUri,
            "clone"
        );
        var clone = solution.PathOf("clone");
        Git(clone, "remote", "set-url", "origin", "https://github.com/cibudget/cibudget");
        var commit = Git(clone, "rev-parse", "HEAD").Trim();

        var build = solution.Dotnet(
            "build clone/src/CiBudget -c Release -f net8.0 -v q -p:RunAnalyzers=false"
        );

        Assert.That(build.ExitCode, Is.Zero, build.Output);
        using var image = new PEReader(
            File.OpenRead(
                Directory
                    .GetFiles(
                        Path.Combine(clone, "artifacts", "bin"),
                        "CiBudget.dll",
                        SearchOption.AllDirectories
                    )
                    .Single()
            )
        );
        using var symbols = Symbols(image);
        var reader = symbols.GetMetadataReader();
        var sourceLink = reader
            .CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Single(information => reader.GetGuid(information.Kind) == SourceLink);
        Assert.That(
            Encoding.UTF8.GetString(reader.GetBlobBytes(sourceLink.Value)),
            Does.Contain($"https://raw.githubusercontent.com/cibudget/cibudget/{commit}/*")
        );
    }

    // The kind of debug information that the Portable PDB specification gives to source link.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private static string Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            }
        )!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.That(git.ExitCode, Is.Zero, string.Join(' ', arguments));
        return output;
    }

    private static bool IsOurs(ZipArchiveEntry entry) =>
        entry.Name.StartsWith("CiBudget", StringComparison.Ordinal)
        && entry.Name.EndsWith(".dll", StringComparison.Ordinal);

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var file = entry.Open();
        file.CopyTo(content);
        return content.ToArray();
    }

    private static MetadataReaderProvider Symbols(PEReader image) =>
        image.ReadEmbeddedPortablePdbDebugDirectoryData(
            image
                .ReadDebugDirectory()
                .Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
        );

    private static List<string> Sources(ZipArchiveEntry assembly)
    {
        using var image = new PEReader(new MemoryStream(Bytes(assembly)));
        using var symbols = Symbols(image);
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
        "CiBudget.Wire",
        "CiBudget.WireMock",
    ];

    // The SDK validates no tools: nobody compiles against them.
    private static readonly string[] Libraries = [.. Ids.Except(["CiBudget.Tool"])];

    private static ZipArchive Open(string id) =>
        ZipFile.OpenRead(Path.Combine(Packages.Packed, $"{id}.{Packages.Version}.nupkg"));
}
