using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>
/// The sample meets an account without money: one failure of each kind, a 400, a 402 in the middle of a stream and a 429. Every
/// other one goes through the same gate in <see cref="OutageGateTests"/>.
/// </summary>
[TestFixture("credit-balance-too-low", "FullyQualifiedName~SupportBot.Tests.Answers", 8)]
[TestFixture(
    "payment-required-mid-stream",
    "FullyQualifiedName~Streams_an_answer|FullyQualifiedName~Finds_the_order",
    2
)]
[TestFixture("tier-spend-cap", "FullyQualifiedName~SupportBot.Tests.Answers", 8)]
[NonParallelizable]
public sealed class SampleOutageTests(string scenario, string filter, int tests)
{
    private const string Reason =
        "CIB020: billing failed on an earlier live call of this run, so this test's call was not made. It says nothing about the code.";

    private readonly string _folder = Directory.CreateTempSubdirectory("cibudget-broke-").FullName;
    private SampleRun _run = null!;
    private SampleRun _check = null!;
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
        _run = SampleRun.Test(claude.BaseUrl, budget, runs, filter);
        _served = claude.Calls.Total;
        _check = SampleRun.Check(budget, runs);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_breaker_opens_after_the_first_failure() => Assert.That(_served, Is.EqualTo(1));

    [Test]
    public void Tests_that_are_kept_from_their_calls_end_inconclusive_with_one_reason()
    {
        Assert.That(
            _run.Lines.Count(line => line.EndsWith(Reason, StringComparison.Ordinal)),
            Is.EqualTo(tests - 1),
            _run.Output
        );
        Assert.That(_run.Lines, Has.None.Contains("BillingOutageException"));
        Assert.That(
            _run.Lines.Count(line => line.StartsWith("Skipped ", StringComparison.Ordinal)),
            Is.EqualTo(tests - 1),
            _run.Output
        );
    }

    [Test]
    public void The_run_is_red_as_an_outage()
    {
        Assert.That(_run.ExitCode, Is.EqualTo(1));
        Assert.That(_run.Lines, Has.Some.EqualTo("CiBudget: BILLING OUTAGE"));
        Assert.That(_run.Lines, Has.Some.Contains(": error CIB020: billing outage: "));
        Assert.That(_run.Output, Does.Not.Contain("error CIB001"));
    }

    [Test]
    public void The_check_of_the_run_exits_with_3() =>
        Assert.That(_check.ExitCode, Is.EqualTo(3), _check.Output);
}
