using CiBudget.Replay;

namespace CiBudget.NUnit.Tests;

/// <summary>
/// Limits that hold while the run goes on, as a user's tests meet them. The server stands in this process, so the tests' process takes
/// it for the real Claude.
/// </summary>
public sealed class EnforcementTests
{
    // claude-haiku-4-5: $1 a million for input, $5 for output. The body is 1,100 tokens at the most:
    // $0.0011 and $0.0005 for 100 tokens of output, $0.32 for 64,000.
    // A call is answered with 12 and 8 tokens, $0.000052: more than the soft limit, which lets the first one leave all the same.
    private const string Limits = """
        {
          "run": {
            "cost": { "max": "$0.05", "enforce": "stop" }
          },
          "tests": { "Dummy.Enforced.Soft.*": { "cost": { "max": "$0.00005", "enforce": "soft" } } }
        }
        """;

    private readonly string _folder = Directory
        .CreateTempSubdirectory("cibudget-enforced-")
        .FullName;
    private string _budget = "";
    private DummyRun _run = null!;
    private IReadOnlyList<ReplayCall> _served = [];

    [OneTimeSetUp]
    public async Task Run()
    {
        _budget = Path.Combine(_folder, "cibudget.json");
        await File.WriteAllTextAsync(_budget, Limits);
        using var claude = ReplayServer.Start(
            Scenario.Parse(
                """
                {
                  "steps": [
                    { "when": { "path": "/v1/messages/count_tokens" }, "body": { "input_tokens": 8 } },
                    { "reply": { "text": "Hi.", "usage": { "inputTokens": 12, "outputTokens": 8 } } }
                  ]
                }
                """
            )
        );
        _run = await DummyRun.Start(
            "MTP, NUnit 4",
            "FullyQualifiedName~Dummy.Enforced",
            claude.BaseUrl.ToString(),
            Path.Combine(_folder, "run"),
            ("CIBUDGET_FILE", _budget)
        );
        _served = [.. claude.Calls];
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_refused_test_shows_the_limit_and_its_line_as_they_are() =>
        Assert.That(
            _run.Lines,
            Has.Some.Match(
                $@"^(CiBudget\.Capture\.BudgetExceededException : )?CIB024: {System.Text.RegularExpressions.Regex.Escape(_budget)}\(3,22\): a call was refused before it left\. "
                    + @"This call of Dummy\.Enforced\.Stopped\.Asks_for_more_than_there_is could use \$0\.32\d+; of \$0\.05 in all, "
            ),
            _run.Output
        );

    [Test]
    public void The_sdk_makes_one_attempt_and_none_reaches_the_server()
    {
        var refused = _run.Entries.Single(entry =>
            entry.Test?.Name == "Dummy.Enforced.Stopped.Asks_for_more_than_there_is"
        );

        Assert.That(
            (refused.Outcome, refused.Status, refused.Attempt),
            Is.EqualTo((CallOutcome.Refused, (int?)null, 0))
        );
        // Fits, the first of Soft, and the count: nothing else left.
        Assert.That(
            _served.Select(call => call.Path),
            Is.EquivalentTo(["/v1/messages", "/v1/messages", "/v1/messages/count_tokens"])
        );
    }

    [Test]
    public void Counting_and_replaying_reserve_nothing()
    {
        Assert.That(
            OutcomesOf("Stopped.Counting_reserves_nothing"),
            Is.EqualTo([CallOutcome.Answered])
        );
        Assert.That(
            OutcomesOf("Stopped.A_replayed_call_reserves_nothing"),
            Is.EqualTo([CallOutcome.Answered])
        );
    }

    [Test]
    public void A_soft_limit_refuses_only_once_it_is_used_up() =>
        Assert.That(
            OutcomesOf("Soft.Is_refused_only_once_the_limit_is_used_up"),
            Is.EqualTo([CallOutcome.Answered, CallOutcome.Refused])
        );

    private IEnumerable<CallOutcome> OutcomesOf(string test) =>
        _run
            .Entries.Where(entry => entry.Test?.Name == "Dummy.Enforced." + test)
            .Select(entry => entry.Outcome);
}
