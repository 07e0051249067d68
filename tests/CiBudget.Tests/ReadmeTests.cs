using System.Reflection;
using System.Text.RegularExpressions;

namespace CiBudget.Tests;

/// <summary>The README and <c>docs</c> say what the code does.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = RepositoryFiles.Root;

    private static readonly string Readme = Text("README.md");

    /// <summary>The README and what it links to in <c>docs</c>, by their paths.</summary>
    private static readonly IReadOnlyList<string> Pages =
    [
        "README.md",
        .. Directory
            .GetFiles(Path.Combine(Root, "docs"), "*.md")
            .Select(page => "docs/" + Path.GetFileName(page))
            .Order(StringComparer.Ordinal),
    ];

    [Test]
    public void Every_code_has_a_row_and_every_row_a_code()
    {
        var codes = typeof(Codes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        var rows = CodeRow()
            .Matches(Text("docs/codes.md"))
            .Select(match => match.Groups["code"].Value);

        Assert.That(rows, Is.EqualTo(codes.Order(StringComparer.Ordinal)));
    }

    [Test]
    public void Every_row_has_the_anchor_that_build_errors_link_to() =>
        Assert.That(
            CodeRow().Matches(Text("docs/codes.md")),
            Has.All.Matches<Match>(row =>
                row.Groups["anchor"].Value == "cib" + row.Groups["code"].Value[3..]
            )
        );

    [Test]
    public void Every_budget_file_shown_is_valid()
    {
        var budgets = Pages
            .SelectMany(page => Fence().Matches(Text(page)))
            .Select(match => match.Groups["text"].Value)
            .Where(text => text.Contains("\"run\"", StringComparison.Ordinal))
            .ToList();

        Assert.That(budgets, Has.Count.GreaterThanOrEqualTo(4));
        foreach (var text in budgets)
            Assert.That(
                BudgetFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "cibudget.json").Limits,
                Is.Not.Empty
            );
    }

    [Test]
    public void Every_file_linked_to_is_there() =>
        Assert.That(
            Pages
                .SelectMany(page =>
                    Link()
                        .Matches(Text(page))
                        .Select(match =>
                            Path.Combine(
                                Root,
                                Path.GetDirectoryName(page)!,
                                match.Groups["path"].Value
                            )
                        )
                )
                .Where(path => !Path.Exists(path)),
            Is.Empty
        );

    [Test]
    public void The_README_is_short_and_links_to_every_page() =>
        Assert.Multiple(() =>
        {
            Assert.That(Readme.Split('\n'), Has.Length.LessThanOrEqualTo(151));
            foreach (var page in Pages.Skip(1))
                Assert.That(Readme, Does.Contain($"]({page})"));
        });

    [Test]
    public void Every_member_of_a_walk_is_there_and_a_walk_is_short()
    {
        var page = Text("docs/how-it-works.md");
        var sources = Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(path => Path.GetFileNameWithoutExtension(path).Split('.')[0]);

        var walks = page.Split("\n## ")
            .Select(walk => Step().Matches(walk))
            .Where(steps => steps.Count > 0)
            .ToList();

        Assert.That(walks, Has.Count.EqualTo(3));
        Assert.That(walks, Has.All.Count.LessThanOrEqualTo(30));
        Assert.That(
            walks
                .SelectMany(steps => steps)
                .Where(step =>
                    !sources[step.Groups["type"].Value]
                        .Any(path =>
                            Regex.IsMatch(
                                File.ReadAllText(path),
                                $@"\b{step.Groups["member"].Value}\b"
                            )
                        )
                )
                .Select(step => step.Value),
            Is.Empty
        );
    }

    [Test]
    public void The_pipeline_shown_is_the_one_that_the_template_shows()
    {
        var template = File.ReadAllText(Path.Combine(Root, "build/ci/azure/cibudget-gate.yml"));

        var shown = Yaml().Match(Text("docs/ci.md")).Groups["text"].Value.Split('\n')[..^1];

        Assert.That(shown, Has.Length.GreaterThan(3));
        Assert.That(template, Does.Contain(string.Concat(shown.Select(line => $"#   {line}\n"))));
    }

    [Test]
    public void The_server_of_ones_own_is_the_samples()
    {
        var sample = File.ReadAllText(
            Path.Combine(Root, "tests/Samples/SupportBot.Tests/OwnServer.cs")
        );
        var start = Readme.IndexOf("```csharp\nusing var server", StringComparison.Ordinal);
        var end = Readme.IndexOf("\n\n", start, StringComparison.Ordinal);

        var shown = Readme[start..end].Split('\n')[1..];

        Assert.That(shown, Has.Length.GreaterThan(3));
        Assert.That(
            shown,
            Has.All.Matches<string>(line => sample.Contains(line.Trim(), StringComparison.Ordinal))
        );
    }

    // What runs them: .ci/readme (sh), GuideTests of the packages (the guide), the sample (csharp), the tests above (json, jsonc, yaml).
    // What needs a key of an account is a console's.
    [Test]
    public void Every_snippet_is_of_a_kind_that_something_runs()
    {
        var guide = Readme.IndexOf("## Five minutes", StringComparison.Ordinal);
        var after = Readme.IndexOf("## Billing failures", StringComparison.Ordinal);
        var elsewhere =
            Readme[..guide] + Readme[after..] + string.Concat(Pages.Skip(1).Select(Text));

        Assert.That(
            Language()
                .Matches(elsewhere)
                .Select(match => match.Groups["language"].Value)
                .Distinct(),
            Is.EquivalentTo(["sh", "text", "jsonc", "csharp", "yaml", "console"])
        );
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Root, page));

    [GeneratedRegex(@"^\d+\. `(?<type>\w+)\.(?<member>\w+)`", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(
        @"^```yaml\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Yaml();

    [GeneratedRegex(@"^ *```(?<language>[a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Language();

    [GeneratedRegex(
        @"^\| <a id=""(?<anchor>[a-z0-9]+)""></a>(?<code>CIB\d{3}) \|",
        RegexOptions.Multiline
    )]
    private static partial Regex CodeRow();

    [GeneratedRegex(
        @"^ *```jsonc?\n(?<text>.*?)^ *```",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)\)")]
    private static partial Regex Link();
}
