using System.Text.Json;
using System.Text.RegularExpressions;

namespace CiBudget.Tests;

/// <summary>CONTRIBUTING knows every test project, and the inner loop runs each that starts no process.</summary>
public sealed partial class ContributingTests
{
    private static readonly string Root = RepositoryFiles.Root;

    /// <summary>Tests as a team would write them; they are run by commands of their own.</summary>
    private const string Samples = "Samples/";

    [Test]
    public void Every_test_project_has_its_place_in_the_table() =>
        Assert.That(
            Rows().Select(row => row.Project),
            Is.EquivalentTo(
                Directory
                    .EnumerateFiles(
                        Path.Combine(Root, "tests"),
                        "*.Tests.csproj",
                        SearchOption.AllDirectories
                    )
                    .Select(file =>
                        Path.GetRelativePath(
                            Path.Combine(Root, "tests"),
                            Path.GetDirectoryName(file)!
                        )
                    )
                    .Select(folder => folder.Replace('\\', '/'))
            )
        );

    [Test]
    public void The_fast_tests_are_those_that_start_nothing()
    {
        using var filter = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Root, "CiBudget.Fast.slnf"))
        );

        Assert.That(
            filter
                .RootElement.GetProperty("solution")
                .GetProperty("projects")
                .EnumerateArray()
                .Select(project => project.GetString()!.Split('\\')[^2]),
            Is.EquivalentTo(
                Rows()
                    .Where(row => row.Starts == "nothing")
                    .Select(row => row.Project)
                    .Where(project => !project.StartsWith(Samples, StringComparison.Ordinal))
            )
        );
    }

    private static IEnumerable<(string Project, string Starts)> Rows() =>
        from row in Row().Matches(File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md")))
        from name in Name().Matches(row.Groups["projects"].Value)
        select (name.Groups["name"].Value, row.Groups["starts"].Value);

    // | `A.Tests`, `B.Tests` | what they prove | what they start | how long they take |
    [GeneratedRegex(
        @"^\| (?<projects>`[^|]*\.Tests`) \|[^|]*\| (?<starts>[^|]*?) \|[^|]*\|$",
        RegexOptions.Multiline
    )]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
