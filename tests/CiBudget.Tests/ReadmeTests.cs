using System.Reflection;
using System.Text.RegularExpressions;

namespace CiBudget.Tests;

public sealed partial class ReadmeTests
{
    private static readonly string Root = typeof(ReadmeTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot")
        .Value!;

    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md"));

    [Test]
    public void Every_code_has_a_row_and_every_row_a_code()
    {
        var codes = typeof(Codes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        var rows = CodeRow().Matches(Readme).Select(match => match.Groups["code"].Value);

        Assert.That(rows, Is.EqualTo(codes.Order(StringComparer.Ordinal)));
    }

    [Test]
    public void Every_row_has_the_anchor_that_build_errors_link_to() =>
        Assert.That(
            CodeRow().Matches(Readme),
            Has.All.Matches<Match>(row =>
                row.Groups["anchor"].Value == "cib" + row.Groups["code"].Value[3..]
            )
        );

    [Test]
    public void Every_budget_file_shown_is_valid()
    {
        var budgets = Fence()
            .Matches(Readme)
            .Select(match => match.Groups["text"].Value)
            .Where(text => text.Contains("\"run\"", StringComparison.Ordinal))
            .ToList();

        Assert.That(budgets, Has.Count.GreaterThanOrEqualTo(2));
        foreach (var text in budgets)
            Assert.That(
                BudgetFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "README.md").Limits,
                Is.Not.Empty
            );
    }

    [Test]
    public void Every_file_linked_to_is_there() =>
        Assert.That(
            Link()
                .Matches(Readme)
                .Select(match => match.Groups["path"].Value)
                .Where(path => !Path.Exists(Path.Combine(Root, path))),
            Is.Empty
        );

    [Test]
    public void The_pipeline_shown_is_the_one_that_the_template_shows()
    {
        var template = File.ReadAllText(Path.Combine(Root, "build/ci/azure/cibudget-gate.yml"));

        var shown = Yaml().Match(Readme).Groups["text"].Value.Split('\n')[..^1];

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
    [Test]
    public void Every_snippet_is_of_a_kind_that_something_runs()
    {
        var guide = Readme.IndexOf("## Five minutes", StringComparison.Ordinal);
        var after = Readme.IndexOf("## The budget file", StringComparison.Ordinal);
        var elsewhere = Readme[..guide] + Readme[after..];

        Assert.That(
            Language()
                .Matches(elsewhere)
                .Select(match => match.Groups["language"].Value)
                .Distinct(),
            Is.EquivalentTo(["sh", "text", "jsonc", "csharp", "yaml"])
        );
    }

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
