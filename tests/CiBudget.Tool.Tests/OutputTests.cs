namespace CiBudget.Tool.Tests;

/// <summary>Every output of one fixed run, whose test names try to harm whatever shows them.</summary>
public sealed class OutputTests
{
    private const string Nasty =
        "Shop.Echo(\"##vso[task.complete result=Failed]\n::error::x|`<b>&@all\u001b[31m\u202Ered\")";

    private Workplace place = null!;
    private string run = "";

    [SetUp]
    public void Make()
    {
        place = new();
        place.Write(
            "cibudget.json",
            "{\n  \"run\": { \"cost\": \"$0.05\", \"calls\": 5 },\n  \"rules\": { \"oldPrices\": \"off\" }\n}\n"
        );
        run = place.Ledger(
            "run",
            "p1",
            place.Call("Shop.Answers_a_question(\"de\")", 2_000),
            place.Call(Nasty, 500),
            place.Call(null, 100) with
            {
                Complete = false,
                Outcome = CallOutcome.Broken,
            },
            place.Call("Shop.Asks_again", 50) with
            {
                Attempt = 1,
                Replayed = true,
            }
        );
    }

    [TearDown]
    public void Remove() => place.Dispose();

    [Test]
    public void On_the_console() => Verify(place.Run("check", run), 1, "console.verified.txt");

    [Test]
    public void As_JSON()
    {
        var result = place.Run("check", run, "--json");

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
        var temporary = place.PathOf("agent");
        var result = place.Run(
            [
                "TF_BUILD=True",
                "BUILD_SOURCESDIRECTORY=" + place.Folder,
                "AGENT_TEMPDIRECTORY=" + temporary,
            ],
            "check",
            run,
            "--json"
        );

        var uploads = Directory.GetDirectories(temporary).Single();
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
        Snapshot.Verify(
            place
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
        var summary = place.Write("summary.md", "from an earlier step\n");
        var outputs = place.Write("outputs", "");

        var result = place.Run(
            [
                "GITHUB_ACTIONS=true",
                "GITHUB_WORKSPACE=" + place.Folder,
                "GITHUB_STEP_SUMMARY=" + summary,
                "GITHUB_OUTPUT=" + outputs,
            ],
            "check",
            run,
            "--json"
        );

        Snapshot.Verify(
            place.Fixed(
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
        Verify(place.Run("report", run, "--format", format), 0, snapshot);

    [Test]
    public void As_one_HTML_file_with_the_totals_of_the_JSON()
    {
        var file = place.PathOf("out/report.html");

        var result = place.Run("report", run, "-o", file);

        var html = File.ReadAllText(file);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(html, Does.StartWith("<!doctype html>").IgnoreCase);
        Assert.That(html, Does.Contain("$0.0520").And.Not.Contain("<b>&@all"));
    }

    [Test]
    public void Several_runs_are_a_history()
    {
        var later = place.Ledger("later", "p2", place.Call("Shop.Answers", 100));

        var table = place.Run("report", run, later).Output;
        var html = place.Run("report", later, run, "--format", "html").Output;

        // The later run, 100 tokens, is the one that is shown.
        Assert.That(table, Does.StartWith("CiBudget: Within budget").And.Contain("History"));
        Assert.That(html, Does.Contain("$0.0020").And.Contain("at most $0.0520"));
    }

    private void Verify(ToolResult result, int exit, string snapshot)
    {
        Assert.That(result.ExitCode, Is.EqualTo(exit), result.ToString());
        Assert.That(result.Error, Is.Empty);
        Snapshot.Verify(place.Fixed(result.Output), snapshot);
    }
}
