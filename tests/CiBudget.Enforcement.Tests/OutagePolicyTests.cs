using CiBudget.Capture;
using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>Every way in which billing fails opens the breaker, when a live call meets it.</summary>
[NonParallelizable]
public sealed class OutagePolicyTests
{
    private string _run = "";

    [SetUp]
    public void Make_a_folder() =>
        _run = Directory.CreateTempSubdirectory("cibudget-outage-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_run, recursive: true);

    [Test]
    public void Each_failure_is_tried_whole_and_in_a_stream() =>
        Assert.That(
            EveryBillingScenario.Names.Count(),
            Is.EqualTo(2 * EveryBillingScenario.Whole.Count)
        );

    [TestCaseSource(typeof(EveryBillingScenario), nameof(EveryBillingScenario.Names))]
    public async Task After_a_billing_failure_no_live_call_leaves(string scenario)
    {
        using var claude = ReplayServer.Start(scenario);
        var refused = new List<TestIdentity?>();
        using (Meter(claude.BaseUrl, isReplay: false, refused))
        {
            await Call(claude.BaseUrl);
            Assert.That(
                async () => await Call(claude.BaseUrl),
                Throws
                    .TypeOf<BillingOutageException>()
                    .With.Message.StartsWith("CIB020: billing outage: ")
            );
        }

        Assert.That(claude.Calls.Total, Is.EqualTo(1));
        Assert.That(refused, Has.Count.EqualTo(1));
        Assert.That(Check(), Is.EqualTo(Outcome.Outage));
        // Another process of the run.
        var other = new OutagePolicy(_run, static _ => false, static _ => { });
        Assert.That(
            other.Failure,
            Is.Not.Null.And.Matches<FailureKind?>(kind => BillingFailures.IsBilling(kind!.Value))
        );
    }

    [TestCase("payment-required", true)]
    [TestCase("rate-limited", false)]
    [TestCase("overloaded", false)]
    [TestCase("unauthorized", false)]
    public async Task Replayed_failures_and_those_that_pass_leave_it_closed(
        string scenario,
        bool isReplay
    )
    {
        using var claude = ReplayServer.Start(scenario);
        using (Meter(claude.BaseUrl, isReplay, []))
        {
            await Call(claude.BaseUrl);
            await Call(claude.BaseUrl);
        }

        Assert.That(claude.Calls.Total, Is.EqualTo(2));
        Assert.That(Check(), Is.Not.EqualTo(Outcome.Outage));
    }

    private ClaudeMeter Meter(Uri url, bool isReplay, List<TestIdentity?> refused)
    {
        var process = new LedgerProcess
        {
            Run = "run",
            ProcessId = Environment.ProcessId,
            Started = DateTimeOffset.UtcNow,
        };
        return ClaudeMeter.Start(
            new MeterOptions
            {
                RunDirectory = _run,
                Process = process with { Id = LedgerProcess.NewId(process) },
                Hosts = [url.Authority],
                IsReplayHost = _ => isReplay,
                Policies = [new OutagePolicy(_run, _ => isReplay, refused.Add)],
            }
        );
    }

    private static async Task Call(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var body = new StringContent(
            """{"model":"claude-haiku-5-5","max_tokens":10,"stream":true,"messages":[{"role":"user","content":"hi"}]}"""
        );
        using var answer = await http.PostAsync(new Uri("v1/messages", UriKind.Relative), body);
    }

    private Outcome Check() =>
        BudgetCheck.Run(Budget.Empty, PriceSheet.Embedded, [_run], new CheckOptions()).Outcome;
}
