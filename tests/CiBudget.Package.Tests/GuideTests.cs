using System.Text.RegularExpressions;

namespace CiBudget.Package.Tests;

/// <summary>
/// The README's "Five minutes for a team", walked by a new user: every file and every test is taken from the text as it stands. The
/// product is the sample's.
/// </summary>
public sealed partial class GuideTests
{
    private static readonly string Root = Path.GetFullPath(
        Path.Combine(Repository.BuildFolder, "..")
    );

    private TemporarySolution _solution = null!;
    private List<Snippet> _snippets = null!;

    [OneTimeSetUp]
    public void Follow_the_guide_up_to_its_first_run()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var guide = Section().Match(readme).Value;
        _snippets = [.. Fence().Matches(guide).Select(Read)];

        _solution = Consumers.Solution();
        _solution.WriteProject(
            "MyApp.Tests",
            properties: "<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>",
            items: Only("xml").Text.Replace("0.1.0", "$(CiBudgetVersion)")
                + "<Compile Remove=\"../Spender.cs\" />"
                + $"""<PackageReference Include="Anthropic" Version="{Repository.VersionOf("Anthropic")}" />"""
        );
        foreach (
            var product in Directory.GetFiles(
                Path.Combine(Root, "tests", "Samples", "SupportBot"),
                "*.cs"
            )
        )
            _solution.Write(
                "MyApp.Tests/Product/" + Path.GetFileName(product),
                File.ReadAllText(product)
            );
        _solution.Write(
            "MyApp.Tests/MyTests.cs",
            "using NUnit.Framework;\nusing CiBudget.NUnit;\nusing SupportBot;\n\npublic class MyTests\n{\n"
                + string.Join("\n", All("csharp").Select(snippet => snippet.Text))
                + "}\n"
        );
    }

    [OneTimeTearDown]
    public void Delete_the_solution() => _solution.Dispose();

    [Test]
    public void Every_step_does_what_it_says()
    {
        var budgets = All("json");
        var outputs = All("text");
        Assert.That((budgets.Count, outputs.Count), Is.EqualTo((2, 2)), "steps of the guide");

        _solution.Write("cibudget.json", budgets[0].Text);
        var green = Run();
        Assert.That(green.ExitCode, Is.Zero, green.Output);
        Assert.That(green.Output, Does.Contain("Passed:     2"));
        AssertSays(green, outputs[0]);

        _solution.Write("cibudget.json", budgets[1].Text);
        var red = Run();
        Assert.That(red.ExitCode, Is.EqualTo(1), red.Output);
        AssertSays(red, outputs[1]);
    }

    private Command Run()
    {
        var words = Only("bash").Text.Trim().Split(' ');
        Assert.That(words[1], Is.EqualTo("dotnet"));
        return _solution.Dotnet(string.Join(' ', words[2..]) + " MyApp.Tests", words[0]);
    }

    // Columns are as wide as their content: what counts is that the words of a line stand on one line, in order.
    private static void AssertSays(Command run, Snippet output)
    {
        foreach (var line in output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split("  ", StringSplitOptions.RemoveEmptyEntries);
            Assert.That(
                run.Output,
                Does.Match(
                    string.Join(
                        ".*",
                        words.Select(word => Regex.Escape(word.Trim()).Replace("…", ".*"))
                    )
                )
            );
        }
    }

    private List<Snippet> All(string language) =>
        [.. _snippets.Where(snippet => snippet.Language == language)];

    private Snippet Only(string language) =>
        _snippets.Single(snippet => snippet.Language == language);

    private static Snippet Read(Match fence)
    {
        var indent = fence.Groups["indent"].Value;
        var lines = fence.Groups["text"].Value.Split('\n');
        return new Snippet(
            fence.Groups["language"].Value,
            string.Join(
                '\n',
                lines.Select(line =>
                    line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line
                )
            )
        );
    }

    [GeneratedRegex(
        "^## Five minutes for a team\n.*?(?=^## )",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Section();

    [GeneratedRegex(
        "^(?<indent> *)```(?<language>[a-z]+)\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();

    private sealed record Snippet(string Language, string Text);
}
