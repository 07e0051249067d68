using System.Text.Json;
using CiBudget.Tests.Shared;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>The command as a process: what it prints, what it ends with, and what it never prints.</summary>
public sealed class BillCommandTests
{
    private const string Marked = "sk-ant-admin01-" + "MARKED-7f3e9b42-MARKED";

    private Workplace _place = null!;
    private AdminServer _server = null!;

    [SetUp]
    public void Make()
    {
        (_place, _server) = (new(), AdminServer.Start());
        _server.Account.AdminKey = Marked;
        _server.Account.Uses.Add(
            new(Workplace.Start, "claude-opus-5-5") { Input = 1_000_000, Output = 50_000 }
        );
    }

    [TearDown]
    public void Remove()
    {
        _server.Dispose();
        _place.Dispose();
    }

    [Test]
    public void The_bill_of_a_month_is_a_table()
    {
        _server.Account.Discount = 0.25m;

        var result = Bill("--from", "2026-11-01", "--to", "2026-11-28");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Error, Is.Empty);
        Assert.That(
            result.Output,
            Is.EqualTo(
                """
                model            what        count  charged  list price
                claude-opus-5-5  input   1,000,000  $3.0000     $4.0000
                claude-opus-5-5  output     50,000  $0.7500     $1.0000
                Total                    1,050,000  $3.7500     $5.0000
                2026-11-01 to 2026-11-28 UTC. Data are complete until 2026-11-28 UTC.
                Charged is after a discount of 25%; credits are not taken off.

                """.ReplaceLineEndings("\n")
            )
        );
    }

    [Test]
    public void The_JSON_keeps_to_its_published_schema()
    {
        var result = Bill(
            "--from",
            "2026-11-01",
            "--to",
            "2026-11-28",
            "--by",
            "day,key,model",
            "--json"
        );

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(PublishedSchema.Faults(result.Json, "bill.schema.json"), Is.Empty);
        var line = result.Json.GetProperty("lines")[0];
        Assert.That(line.GetProperty("day").GetString(), Is.EqualTo("2026-11-22"));
        Assert.That(line.GetProperty("key").GetString(), Is.EqualTo("apikey_ci"));
        Assert.That(line.GetProperty("amountUsd").GetDecimal(), Is.EqualTo(5m));
        Assert.That(line.GetProperty("requests").GetInt64(), Is.EqualTo(1));
    }

    [Test]
    public void Runs_are_reconciled_with_the_bill()
    {
        var run = _place.Ledger(
            "run",
            "p1",
            _place.Call("Shop.A", 50_000) with
            {
                Usage =
                [
                    new()
                    {
                        Model = "claude-opus-5-5",
                        InputTokens = 1_000_000,
                        OutputTokens = 50_000,
                    },
                ],
            }
        );

        var equal = Bill("reconcile", run, "--markdown", "bill.md", "--json");
        _server.Account.Uses.Add(new(Workplace.Start, "claude-opus-5-5") { Output = 7 });
        var differs = Bill("reconcile", run);

        Assert.That(equal.ExitCode, Is.Zero, equal.ToString());
        Assert.That(PublishedSchema.Faults(equal.Json, "reconcile.schema.json"), Is.Empty);
        Assert.That(
            File.ReadAllText(_place.PathOf("bill.md")),
            Does.Contain("### CiBudget: Metered equals billed")
                .And.Contain(
                    "| claude-opus-5-5 | output | 50,000 | 50,000 | $1.0000 | $1.0000 | equal |"
                )
        );
        Assert.That(differs.ExitCode, Is.EqualTo(6), differs.ToString());
        Assert.That(
            differs.Output,
            Does.StartWith("CiBudget: METERED IS NOT BILLED")
                .And.Contain("metered less")
                .And.Contain("1 request more was billed than metered")
                .And.Contain("error CIB055")
        );
    }

    [Test]
    public void Several_runs_are_reconciled_together_by_folder_and_by_id()
    {
        _place.Budget("\"run\": { \"cost\": \"$90\" }");
        var night = new LedgerProcess { Id = "p1", Run = "4711" };
        _place.Ledger("TestResults/CiBudget/4711", night, Opus(1_000_000, 0));
        var other = _place.Ledger("elsewhere", "p2", Opus(0, 50_000));

        var both = Bill("reconcile", "4711", other);
        var one = Bill("reconcile", "4711");
        var unknown = Bill("reconcile", "4712");

        Assert.That(both.ExitCode, Is.Zero, both.ToString());
        Assert.That(one.ExitCode, Is.EqualTo(6), one.ToString());
        Assert.That(unknown.ExitCode, Is.EqualTo(2), unknown.ToString());
        Assert.That(
            unknown.Error,
            Does.Contain("there is no folder 4712, nor a run of that id in TestResults/CiBudget")
        );
    }

    [Test]
    public async Task A_marked_key_is_in_no_list_of_processes()
    {
        if (!Directory.Exists("/proc/self"))
            Assert.Ignore("processes are listed by /proc here");
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _server.Troubles.Enqueue(async context =>
        {
            asked.SetResult();
            await answer.Task;
            context.Response.StatusCode = 401;
        });

        var run = Task.Run(() =>
            _place.RunAsProcess(
                ["ANTHROPIC_ADMIN_KEY=" + Marked],
                "bill",
                "--base-url",
                _server.BaseUrl
            )
        );
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var lists = Directory
            .EnumerateDirectories("/proc")
            .SelectMany(process =>
                new[] { "cmdline", "comm" }.Select(file => Path.Combine(process, file))
            )
            .Where(File.Exists)
            .Select(Read)
            .ToList();
        answer.SetResult();
        await run;

        Assert.That(lists, Has.Some.Contains("CiBudget.Tool.dll\0bill"));
        Assert.That(lists, Has.None.Contains("MARKED"));

        static string Read(string path)
        {
            try
            {
                return File.ReadAllText(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A process that ended meanwhile.
                return "";
            }
        }
    }

    [Test]
    public void A_run_without_live_calls_has_nothing_to_compare()
    {
        var run = _place.Ledger("run", "p1", _place.Call("Shop.A", 1) with { Replayed = true });

        var result = Bill("reconcile", run);

        Assert.That(result.ExitCode, Is.EqualTo(5), result.ToString());
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public void A_marked_key_appears_nowhere()
    {
        var run = _place.Ledger("run", "p1", _place.Call("Shop.A", 1));
        // Whatever the server says of the key, and in whatever way the tool fails.
        _server.Account.OrganizationName = "Org of " + Marked;
        Func<Microsoft.AspNetCore.Http.HttpContext, Task>[] troubles =
        [
            AdminServer.Fails(401, "authentication_error", $"invalid x-api-key: {Marked}"),
            AdminServer.Fails(400, "invalid_request_error", $"no such key: {Marked}"),
            context =>
            {
                context.Response.Headers.Location = "http://127.0.0.1:1/" + Marked;
                context.Response.StatusCode = 302;
                return Task.CompletedTask;
            },
        ];
        var said = "";
        foreach (var trouble in troubles)
        {
            _server.Troubles.Enqueue(trouble);
            said += Run(["CIBUDGET_DEBUG=1", "ANTHROPIC_ADMIN_KEY=" + Marked], "bill");
        }
        said += Bill("reconcile", run, "--markdown", "bill.md", "--json");
        said += Run(["CIBUDGET_DEBUG=1", "ANTHROPIC_ADMIN_KEY=" + Marked], "bill", Marked);
        said += Run(["CIBUDGET_DEBUG=1"], "bill", "--key", Marked);
        said += Run(["CIBUDGET_DEBUG=1"], "bill", "--base-url", "http://" + Marked);
        said += Run(["CIBUDGET_DEBUG=1", "ANTHROPIC_ADMIN_KEY=" + Marked + "\u00e4"], "bill");

        Assert.That(said, Does.Not.Contain("MARKED"));
        Assert.That(said, Does.Contain("CIB052").And.Contain("(ANTHROPIC_ADMIN_KEY)"));
        foreach (
            var file in Directory.EnumerateFiles(_place.Folder, "*", SearchOption.AllDirectories)
        )
            Assert.That(File.ReadAllText(file), Does.Not.Contain("MARKED"), file);
    }

    [Test]
    public void The_key_is_taken_from_no_other_variable_and_the_address_from_none()
    {
        var none = Run(["ANTHROPIC_API_KEY=" + Marked], "bill");
        var beyond = Run(
            ["ANTHROPIC_ADMIN_KEY=" + Marked],
            "bill",
            "--base-url",
            "http://api.anthropic.com"
        );

        Assert.That(none.ExitCode, Is.EqualTo(2), none.ToString());
        Assert.That(none.Error, Does.Contain("error CIB052: ANTHROPIC_ADMIN_KEY is not set"));
        Assert.That(beyond.ExitCode, Is.EqualTo(2), beyond.ToString());
        Assert.That(beyond.Error, Does.Contain("plain http"));
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase("--by", "modle", "Did you mean 'model'?")]
    [TestCase("--by", "model,model", "twice")]
    [TestCase("--from", "yesterday", "needs a day such as")]
    [TestCase("--from", "2027-01-01", "ends before it begins")]
    [TestCase("--tolerance", "1", "there is no option '--tolerance'")]
    public void A_question_that_makes_no_sense_is_not_asked(
        string option,
        string value,
        string says
    )
    {
        var result = Bill(option, value, "--to", "2026-11-28");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.Contain(says));
        Assert.That(_server.Requests, Is.Empty);
    }

    private LedgerEntry Opus(long input, long output) =>
        _place.Call("Shop.A", 0) with
        {
            Usage =
            [
                new()
                {
                    Model = "claude-opus-5-5",
                    InputTokens = input,
                    OutputTokens = output,
                },
            ],
        };

    private ToolResult Bill(params string[] arguments) =>
        Run(["ANTHROPIC_ADMIN_KEY=" + Marked], ["bill", .. arguments]);

    private ToolResult Run(string[] environment, params string[] arguments) =>
        _place.Run(
            environment,
            arguments.Contains("--base-url")
                ? arguments
                : [.. arguments, "--base-url", _server.BaseUrl]
        );
}
