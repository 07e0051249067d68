namespace CiBudget.Tool.Tests;

/// <summary>Every output of one fixed run, whose test names try to harm whatever shows them.</summary>
public sealed class OutputTests
{
    private const string Nasty =
        "Shop.Echo(\"##vso[task.complete result=Failed]\n::error::x|`<b>&@all\u001b[31m\u202Ered\")";

    private Workplace _place = null!;
    private string _run = "";

    [SetUp]
    public void Make()
    {
        _place = new();
        _place.Write(
            "cibudget.json",
            "{\n  \"run\": { \"cost\": \"$0.05\", \"calls\": 5 },\n  \"rules\": { \"oldPrices\": \"off\" }\n}\n"
        );
        _run = _place.Ledger(
            "run",
            "p1",
            _place.Call("Shop.Answers_a_question(\"de\")", 2_000),
            _place.Call(Nasty, 500),
            _place.Call(null, 100) with
            {
                Complete = false,
                Outcome = CallOutcome.Broken,
            },
            _place.Call("Shop.Asks_again", 50) with
            {
                Attempt = 1,
                Replayed = true,
            }
        );
    }

    [TearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void On_the_console() => Verify(_place.Run("check", _run), 1, "console.verified.txt");

    [Test]
    public void As_JSON()
    {
        var result = _place.Run("check", _run, "--json");

        Verify(result, 1, "json.verified.json");
        Assert.That(result.Output, Does.Not.Contain("##"), "an agent reads it as a command");
        Assert.That(
            result.Json.GetProperty("tests")[1].GetProperty("name").GetString(),
            Is.EqualTo(Nasty),
            "and it is the same name"
        );
    }

    [Test]
    public void For_Azure_Pipelines()
    {
        var temporary = _place.PathOf("agent");
        var result = _place.Run(
            [
                "TF_BUILD=True",
                "BUILD_SOURCESDIRECTORY=" + _place.Folder,
                "AGENT_TEMPDIRECTORY=" + temporary,
            ],
            "check",
            _run,
            "--json"
        );

        var uploads = Directory.GetDirectories(temporary).Single();
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
        Snapshot.Verify(
            _place
                .Fixed(result.Error)
                .Replace(Path.GetFileName(uploads), "UPLOADS", StringComparison.Ordinal),
            "azure.verified.txt"
        );
        Assert.That(
            Directory.GetFiles(uploads).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "CiBudget.md", "cibudget.html" })
        );
    }

    [Test]
    public void For_GitHub_Actions()
    {
        var summary = _place.Write("summary.md", "from an earlier step\n");
        var outputs = _place.Write("outputs", "");

        var result = _place.Run(
            [
                "GITHUB_ACTIONS=true",
                "GITHUB_WORKSPACE=" + _place.Folder,
                "GITHUB_STEP_SUMMARY=" + summary,
                "GITHUB_OUTPUT=" + outputs,
            ],
            "check",
            _run,
            "--json"
        );

        Snapshot.Verify(
            _place.Fixed(
                result.Error
                    + "--- summary\n"
                    + File.ReadAllText(summary)
                    + "--- outputs\n"
                    + File.ReadAllText(outputs)
            ),
            "github.verified.txt"
        );
    }

    [TestCase("markdown", "markdown.verified.md")]
    [TestCase("csv", "csv.verified.csv")]
    public void As_a_report(string format, string snapshot) =>
        Verify(_place.Run("report", _run, "--format", format), 0, snapshot);

    [Test]
    public void As_one_HTML_file_with_the_totals_of_the_JSON()
    {
        var file = _place.PathOf("out/report.html");

        var result = _place.Run("report", _run, "-o", file);

        var html = File.ReadAllText(file);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(html, Does.StartWith("<!doctype html>").IgnoreCase);
        Assert.That(html, Does.Contain("$0.0520").And.Not.Contain("<b>&@all"));
    }

    [Test]
    public void Several_runs_are_a_history()
    {
        var later = _place.Ledger("later", "p2", _place.Call("Shop.Answers", 100));

        var table = _place.Run("report", _run, later).Output;
        var html = _place.Run("report", later, _run, "--format", "html").Output;

        // The later run, 100 tokens, is the one that is shown.
        Assert.That(table, Does.StartWith("CiBudget: Within budget").And.Contain("History"));
        Assert.That(html, Does.Contain("$0.0020").And.Contain("at most $0.0520"));
    }

    private void Verify(ToolResult result, int exit, string snapshot)
    {
        Assert.That(result.ExitCode, Is.EqualTo(exit), result.ToString());
        Assert.That(result.Error, Is.Empty);
        Snapshot.Verify(_place.Fixed(result.Output), snapshot);
    }
}
