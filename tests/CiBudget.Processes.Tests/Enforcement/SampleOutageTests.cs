using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>
/// The sample meets an account without money, in each way in which billing fails. It takes the server for the real Claude, and the
/// commands are those that a user types.
/// </summary>
[TestFixtureSource(nameof(Scenarios))]
[Parallelizable] // Each run has processes, a server and folders of its own.
public sealed class SampleOutageTests(string scenario)
{
    /// <summary>One that refuses a whole call and one that breaks off a stream; all, where there is time. In memory all are tried always.</summary>
    private static IEnumerable<string> Scenarios =>
        TestEffort.Cases(
            EveryBillingScenario.Names,
            static name => name.EndsWith(EveryBillingScenario.MidStream, StringComparison.Ordinal)
        );

    private const string Reason =
        "CIB020: billing failed on an earlier live call of this run, so this test's call was not made. It says nothing about the code.";

    /// <summary>Which tests, and how many of them come after the one that meets the failure. In mid-stream only one that streams can.</summary>
    private readonly (string Filter, int After) _tests = scenario.EndsWith(
        EveryBillingScenario.MidStream,
        StringComparison.Ordinal
    )
        ? ("FullyQualifiedName~Streams_an_answer|FullyQualifiedName~Finds_the_order", 1)
        : ("FullyQualifiedName~Answers_in_the_customers_language", 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("cibudget-broke-").FullName;
    private Command _run = null!;
    private Command _check = null!;
    private long _served;

    [OneTimeSetUp]
    public void Run()
    {
        var budget = Path.Combine(_folder, "cibudget.json");
        File.WriteAllText(
            budget,
            """{ "run": { "cost": "$5" }, "rules": { "oldPrices": "off" } }"""
        );
        var runs = Path.Combine(_folder, "runs");
        using var claude = ReplayServer.Start(scenario);
        _run = Sample.Test(claude.BaseUrl, budget, runs, _tests.Filter);
        _served = claude.Calls.Total;
        _check = Sample.Check(budget, runs);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_breaker_opens_after_the_first_failure() =>
        Assert.That(_served, Is.EqualTo(1), _run.Output);

    [Test]
    public void Tests_that_are_kept_from_their_calls_end_inconclusive_with_one_reason()
    {
        Assert.That(
            _run.Lines.Count(line => line.EndsWith(Reason, StringComparison.Ordinal)),
            Is.EqualTo(_tests.After),
            _run.Output
        );
        Assert.That(
            _run.Lines.Count(line => line.StartsWith("Skipped ", StringComparison.Ordinal)),
            Is.EqualTo(_tests.After),
            _run.Output
        );
        Assert.That(
            _run.Lines.Count(line => line.StartsWith("Failed ", StringComparison.Ordinal)),
            Is.EqualTo(1),
            _run.Output
        );
        Assert.That(_run.Lines, Has.None.Contains("BillingOutageException"));
    }

    [Test]
    public void The_run_is_red_as_an_outage()
    {
        Assert.That(_run.ExitCode, Is.EqualTo(1), _run.Output);
        Assert.That(_run.Lines, Has.Some.EqualTo("CiBudget: BILLING OUTAGE"));
        Assert.That(_run.Lines, Has.Some.Contains(": error CIB020: billing outage: "));
        Assert.That(_run.Output, Does.Not.Contain("error CIB001"));
    }

    [Test]
    public void The_check_of_the_run_exits_with_3() =>
        Assert.That(_check.ExitCode, Is.EqualTo(3), _check.Output);
}
