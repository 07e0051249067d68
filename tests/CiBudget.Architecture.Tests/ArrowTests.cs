using System.Xml.Linq;
using ArchUnitNET.Fluent;
using ArchUnitNET.NUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace CiBudget.Architecture.Tests;

/// <summary>Dependencies point one way: see the table of rooms in docs/how-it-works.md.</summary>
public sealed class ArrowTests
{
    /// <summary>The rooms of the judge; each may use those before it.</summary>
    private static readonly string[] Rooms =
    [
        "Text",
        "Json",
        "Tokens",
        "Pricing",
        "Ledger",
        "Budgets",
        "Hosting",
        "Checking",
        "Tables",
    ];

    /// <summary>Which projects a project refers to, itself or through another.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["CiBudget"] = [],
        ["CiBudget.Wire"] = ["CiBudget"],
        ["CiBudget.Capture"] = ["CiBudget.Wire", "CiBudget"],
        ["CiBudget.Replay"] = ["CiBudget.Wire", "CiBudget"],
        ["CiBudget.WireMock"] = ["CiBudget.Replay", "CiBudget.Wire", "CiBudget"],
        ["CiBudget.Redis"] = ["CiBudget.Capture", "CiBudget.Wire", "CiBudget"],
        ["CiBudget.NUnit"] = ["CiBudget.Capture", "CiBudget.Replay", "CiBudget.Wire", "CiBudget"],
        ["CiBudget.Tool"] = ["CiBudget.Capture", "CiBudget.Replay", "CiBudget.Wire", "CiBudget"],
        ["CiBudget.MSBuild"] = [],
        ["CiBudget.TestLogger"] = [],
    };

    private static IEnumerable<TestCaseData> InnerArrows() =>
        from user in Rooms
        from used in Rooms.SkipWhile(room => room != user).Skip(1)
        select new TestCaseData(user, used);

    [TestCaseSource(nameof(InnerArrows))]
    public void No_room_of_the_judge_knows_a_later_one(string room, string later) =>
        Uses(room, later).Check(Product.Types);

    [Test]
    public void Every_room_of_the_judge_is_in_the_list() =>
        Assert.That(
            Product
                .Assemblies[0]
                .GetTypes()
                .Select(type => type.Namespace)
                .Where(name => name?.StartsWith("CiBudget.", StringComparison.Ordinal) == true)
                .Distinct(),
            Is.EquivalentTo(Rooms.Select(room => "CiBudget." + room))
        );

    [TestCase("Checking", "Ledger")]
    [TestCase("Ledger", "Pricing")]
    public void An_arrow_that_is_there_is_seen(string room, string used) =>
        Assert.That(Uses(room, used).HasNoViolations(Product.Types), Is.False);

    private static IEnumerable<string> Projects() => MayUse.Keys;

    private static IEnumerable<string> Loaded() =>
        Product.Assemblies.Select(assembly => assembly.GetName().Name!);

    [TestCaseSource(nameof(Loaded))]
    public void Types_use_what_their_project_may_use(string project)
    {
        foreach (var other in Product.Assemblies.Select(assembly => assembly.GetName().Name!))
        {
            if (other != project && !MayUse[project].Contains(other))
                Types()
                    .That()
                    .ResideInAssemblyMatching($"^{project},")
                    .Should()
                    .NotDependOnAny(Types().That().ResideInAssemblyMatching($"^{other},"))
                    .WithoutRequiringPositiveResults()
                    .Check(Product.Types);
        }
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_refers_to_what_it_may_use(string project)
    {
        var file = XDocument.Load(Path.Combine(Product.Root, "src", project, project + ".csproj"));
        var referred = file.Descendants("ProjectReference")
            .Where(reference =>
                reference.Attribute("Include") is not null
                // Brought along or built before, and not compiled against.
                && (string?)reference.Attribute("ReferenceOutputAssembly") != "false"
                && (string?)reference.Attribute("PrivateAssets") != "compile;runtime"
            )
            .Select(reference =>
                Path.GetFileNameWithoutExtension(
                    reference.Attribute("Include")!.Value.Replace('\\', '/')
                )
            );

        Assert.That(referred, Is.SubsetOf(MayUse[project]));
    }

    [Test]
    public void Every_project_is_in_the_list() =>
        Assert.That(
            Directory
                .EnumerateFiles(
                    Path.Combine(Product.Root, "src"),
                    "*.csproj",
                    SearchOption.AllDirectories
                )
                .Select(Path.GetFileNameWithoutExtension),
            Is.EquivalentTo(MayUse.Keys)
        );

    private static IArchRule Uses(string room, string other) =>
        Types()
            .That()
            .ResideInNamespace("CiBudget." + room)
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespace("CiBudget." + other));
}
