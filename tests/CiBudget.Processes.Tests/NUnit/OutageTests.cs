using CiBudget.Replay;

namespace CiBudget.NUnit.Tests;

/// <summary>
/// Billing fails on a live call of a run: the first test meets it, the next ones are kept from their calls. The server stands in this
/// process, so the tests' process takes it for the real Claude.
/// </summary>
[TestFixture("inconclusive")]
[TestFixture("fail")]
public sealed class OutageTests(string onOutage)
{
    private const string Reason =
        "CIB020: billing failed on an earlier live call of this run, so this test's call was not made. It says nothing about the code.";

    private readonly string _folder = Directory.CreateTempSubdirectory("cibudget-outage-").FullName;
    private Budget _budget = Budget.Empty;
    private DummyRun _run = null!;
    private long _served;

    private string RunDirectory => Path.Combine(_folder, "run");

    [OneTimeSetUp]
    public async Task Run()
    {
        var path = Path.Combine(_folder, "cibudget.json");
        await File.WriteAllTextAsync(path, $$"""{ "onOutage": "{{onOutage}}" }""");
        _budget = BudgetFile.Load(path);
        using var claude = ReplayServer.Start(BillingScenario.CreditBalanceTooLow);
        _run = await DummyRun.Start(
            "MTP, NUnit 4",
            "FullyQualifiedName~Dummy.Outage",
            claude.BaseUrl.ToString(),
            RunDirectory,
            ["--output", "Detailed"],
            ("CIBUDGET_FILE", path)
        );
        _served = claude.Calls.Total;
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Only_the_first_call_leaves()
    {
        Assert.That(_served, Is.EqualTo(1));
        Assert.That(
            _run.Entries.Select(entry => (Method(entry), entry.Outcome, entry.Replayed)),
            Is.EqualTo([
                ("First_meets_the_outage", CallOutcome.Answered, false),
                ("Second_comes_after_it", CallOutcome.Refused, false),
                ("Third_handles_it", CallOutcome.Refused, false),
                ("With_a_scenario_as_ever", CallOutcome.Answered, true),
            ])
        );
    }

    [Test]
    public void A_test_that_is_kept_from_its_call_ends_as_the_budget_file_says()
    {
        // First_meets_the_outage fails; Third_handles_it and With_a_scenario_as_ever pass. On this platform the gate is one more failed result.
        if (onOutage == "inconclusive")
        {
            Assert.That(_run.Lines, Has.Some.EqualTo(Reason), _run.Output);
            Assert.That(_run.Lines, Has.None.Contains("CiBudget.Capture.BillingOutageException :"));
            Assert.That(_run.Lines, Has.Some.Match("[Ss]kipped: +1\\b"), _run.Output);
        }
        else
        {
            Assert.That(
                _run.Output,
                Does.Contain(
                    "CIB020: billing outage: prepaid credit is used up earlier in this run, so this live call was not made. "
                        + "Add credit or turn on auto-reload: Claude Console, Settings, Billing."
                )
            );
            Assert.That(_run.Lines, Has.Some.Match("[Ss]kipped: +0\\b"), _run.Output);
        }
        Assert.That(_run.Lines, Has.Some.Match("([Pp]assed|succeeded): +2\\b"), _run.Output);
    }

    [Test]
    public void The_run_is_an_outage_and_never_green()
    {
        var verdict = BudgetCheck.Run(
            _budget,
            PriceSheet.Embedded,
            [RunDirectory],
            new CheckOptions()
        );

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Outage));
        Assert.That(_run.ExitCode, Is.Not.Zero);
    }

    private static string Method(LedgerEntry entry) =>
        entry.Test!.Name[(entry.Test.Name.LastIndexOf('.') + 1)..];
}
