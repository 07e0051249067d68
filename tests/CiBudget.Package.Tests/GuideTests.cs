using System.Text.RegularExpressions;

namespace CiBudget.Package.Tests;

/// <summary>
/// The README's "Five minutes for a team", walked by a new user from <c>dotnet new nunit</c> on: every command, file and figure is
/// taken from the text as it stands. Only the versions of packages are added to it, so that they are those of this repository.
/// </summary>
public sealed partial class GuideTests
{
    private readonly TemporarySolution _solution = Consumers.Solution();
    private string _folder = "";
    private List<Snippet> _snippets = [];

    [OneTimeSetUp]
    public void Read_the_guide()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.BuildFolder, "..", "README.md"));
        _snippets = [.. Fence().Matches(Section().Match(readme).Value).Select(Read)];
        // A folder that knows nothing of the other tests' projects.
        _solution.Write("guide/Directory.Build.props", "<Project />");
        _folder = _solution.PathOf("guide");
    }

    [OneTimeTearDown]
    public void Delete_the_solution() => _solution.Dispose();

    [Test]
    public void The_product_is_whole_and_short()
    {
        var bot = All("csharp").Single(snippet => snippet.File == "Bot.cs");

        Assert.That(bot.Text.TrimEnd().Split('\n'), Has.Length.LessThanOrEqualTo(15));
        Assert.That(bot.Text, Does.StartWith("using ").And.Contain("class Bot"));
    }

    [Test]
    public void Every_step_does_what_it_says()
    {
        var commands = All("bash");
        var budgets = All("json");
        var outputs = All("text");
        Assert.That(
            (commands.Count, budgets.Count, outputs.Count),
            Is.EqualTo((2, 2, 2)),
            "steps of the guide"
        );

        foreach (var command in commands[0].Lines)
            SetUp(command);
        foreach (var file in All("csharp").Prepend(budgets[0]))
            Write(file);
        var green = Run(commands[1]);
        Assert.That(green.ExitCode, Is.Zero, green.Output);
        // The template's own test, and the two of the guide.
        Assert.That(green.Output, Does.Contain("Passed:     3"));
        AssertSays(green, outputs[0]);

        Write(budgets[1]);
        var red = Run(commands[1]);
        Assert.That(red.ExitCode, Is.EqualTo(1), red.Output);
        AssertSays(red, outputs[1]);
    }

    private void SetUp(string command)
    {
        var words = command.Split('#')[0].Trim().Split(' ');
        if (words[0] == "cd")
        {
            _folder = Path.Combine(_folder, words[1]);
            return;
        }
        var version =
            words is not ["dotnet", "add", "package", var package] ? ""
            : package == "CiBudget.NUnit" ? Packages.Version
            : Repository.VersionOf(package);
        var run = Dotnet(words, version.Length > 0 ? ["--version", version] : []);
        Assert.That(run.ExitCode, Is.Zero, command + "\n" + run.Output);
    }

    /// <summary>Runs a line like <c>NAME=value dotnet test</c>.</summary>
    private Command Run(Snippet snippet)
    {
        var words = snippet.Lines.Single().Split(' ');
        var variable = words[0].Split('=');
        _solution.Variables[variable[0]] = variable[1];
        return Dotnet(words[1..], []);
    }

    private Command Dotnet(string[] words, string[] more)
    {
        Assert.That(words[0], Is.EqualTo("dotnet"));
        return Command.Dotnet(_folder, _solution.Variables, [.. words[1..], .. more]);
    }

    private void Write(Snippet snippet) =>
        File.WriteAllText(Path.Combine(_folder, snippet.File), snippet.Text);

    // Columns are as wide as their content: what counts is that the words of a line stand on one line, in order.
    private static void AssertSays(Command run, Snippet output)
    {
        foreach (var line in output.Lines)
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

    private static Snippet Read(Match fence)
    {
        var indent = fence.Groups["indent"].Value;
        var lines = fence
            .Groups["text"]
            .Value.Split('\n')
            .Select(line =>
                line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line
            );
        // The sentence before a file's text names it.
        var named = FileName().Matches(fence.Groups["before"].Value).LastOrDefault();
        return new(
            fence.Groups["language"].Value,
            named?.Groups["file"].Value ?? "",
            string.Join('\n', lines)
        );
    }

    [GeneratedRegex(
        "^## Five minutes for a team\n.*?(?=^## )",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Section();

    [GeneratedRegex(
        "(?<before>.*?)^(?<indent> *)```(?<language>[a-z]+)\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<file>[A-Za-z]+\\.(cs|json))`")]
    private static partial Regex FileName();

    private sealed record Snippet(string Language, string File, string Text)
    {
        public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
