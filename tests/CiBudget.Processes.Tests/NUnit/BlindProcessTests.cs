using System.Text.Json.Nodes;

namespace CiBudget.NUnit.Tests;

/// <summary>
/// Processes that see none of their calls, or cannot meter them, and have promised to keep calls in: nothing leaves, and each test
/// says why.
/// </summary>
public sealed class BlindProcessTests : ServedFixture
{
    private const string Host = "MTP, NUnit 4";
    private const string Live = "FullyQualifiedName~Dummy.Blind.Live";
    private const string Enforced = """{ "run": { "cost": { "max": "$1", "enforce": "stop" } } }""";

    private static readonly (string, string) DiagnosticsOff = (
        "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION",
        "0"
    );

    private int _before;

    /// <summary>What a process may lack; by default one of the two, which meets the other promise elsewhere.</summary>
    private static IEnumerable<string> Missing(int first)
    {
        string[] both = ["diagnostics", "metrics"];
        return TestEffort.IsThorough ? both : [both[first]];
    }

    /// <summary>What stands where the counters should: by default what can be read to an end, and what cannot.</summary>
    private static IEnumerable<string> NoCounters =>
        OperatingSystem.IsWindows() ? TestEffort.Cases(["text", "folder"], static _ => 0)
        : TestEffort.IsThorough ? ["text", "folder", "pipe", "/dev/null", "/dev/zero"]
        : ["text", "/dev/zero"];

    [TestCase("diagnostics")]
    [TestCase("metrics")]
    public async Task Offline_no_test_begins(string missing)
    {
        var run = await Blind(missing, Live, ("CIBUDGET_OFFLINE", "1"));

        AssertClosed(run, missing, "live calls are to be kept in (CIBUDGET_OFFLINE=1)");
    }

    [TestCaseSource(nameof(Missing), new object[] { 0 })]
    public async Task With_limits_that_are_enforced_no_test_begins(string missing)
    {
        var run = await Blind(missing, Live, ("CIBUDGET_FILE", BudgetFile(Enforced)));

        AssertClosed(run, missing, "calls are to be held to limits (\"enforce\")");
    }

    [TestCaseSource(nameof(Missing), new object[] { 1 })]
    public async Task A_fixture_with_a_scenario_does_not_begin(string missing)
    {
        var run = await Blind(missing, "FullyQualifiedName~Dummy.Blind.Replayed");

        AssertClosed(run, missing, "[Replay(\"success\")] needs metering");
    }

    [Test]
    public async Task Without_a_promise_calls_leave_and_the_run_is_red()
    {
        var run = await Blind(
            "diagnostics",
            Live,
            ("CIBUDGET_FILE", BudgetFile("""{ "run": { "cost": "$1" } }"""))
        );

        Assert.That(Received, Is.EqualTo(_before + 2), run.Output);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Output, Does.Contain("error CIB013: "));
    }

    [TestCase("Calls", "CIBUDGET_OFFLINE", "1")]
    [TestCase("Calls", "CIBUDGET_FILE", Enforced)]
    [TestCase("Calls_with_a_scenario", "CIBUDGET_LIVE", "0")]
    public async Task A_client_that_hides_its_requests_sends_none(
        string test,
        string variable,
        string value
    )
    {
        var before = Received;

        var run = await DummyRun.Start(
            Host,
            $"FullyQualifiedName=Dummy.Blind.Hidden.{test}",
            Server,
            RunDirectory(),
            (variable, value == Enforced ? BudgetFile(value) : value)
        );

        Assert.That(Received, Is.EqualTo(before), run.Output);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(
            run.Output,
            Does.Contain("CIB013: a request to 127.0.0.1 was refused")
                .And.Contain("ActivityHeadersPropagator is null")
        );
    }

    [Test]
    public async Task A_process_in_which_somebody_meters_already_makes_no_call()
    {
        var before = Received;

        var run = await DummyRun.Start(
            Host,
            Live,
            Server,
            RunDirectory(),
            ("DUMMY_OWN_METER", "1")
        );

        Assert.That(Received, Is.EqualTo(before), run.Output);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(
            run.Output,
            Does.Contain("because this process is not metered: A ClaudeMeter is active already")
        );
    }

    [TestCaseSource(nameof(NoCounters))]
    [CancelAfter(120_000)]
    public async Task Counters_that_cannot_be_used_let_no_call_out(string instead)
    {
        var directory = RunDirectory();
        Directory.CreateDirectory(directory);
        var counters = Path.Combine(directory, "spend.bin");
        if (instead == "text")
            await File.WriteAllTextAsync(counters, new string('x', 100_000));
        else if (instead == "folder")
            Directory.CreateDirectory(counters);
        else if (instead != "pipe")
            File.CreateSymbolicLink(counters, instead);
        else
            await System.Diagnostics.Process.Start("mkfifo", [counters]).WaitForExitAsync();
        var before = Received;

        var run = await DummyRun.Start(
            Host,
            Live,
            Server,
            directory,
            ("CIBUDGET_FILE", BudgetFile(Enforced))
        );

        Assert.That(Received, Is.EqualTo(before), run.Output);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(
            run.Output,
            Does.Contain(counters)
                .And.Contain("CIB024: limits are to be enforced while the run goes on")
        );
        Assert.That(run.Output, Does.Contain("No live call is made."));
    }

    private void AssertClosed(DummyRun run, string missing, string promise)
    {
        Assert.That(Received, Is.EqualTo(_before), run.Output);
        Assert.That(run.ExitCode, Is.Not.Zero, run.Output);
        Assert.That(
            run.Output,
            Does.Contain("CIB043: " + promise).And.Contain(missing + " are switched off")
        );
        Assert.That(run.Output, Does.Not.Contain("Within budget"));
    }

    private async Task<DummyRun> Blind(
        string missing,
        string filter,
        params (string, string)[] environment
    )
    {
        string[] options = [];
        if (missing == "metrics")
            options = ["--runtimeconfig", WithoutMetrics()];
        else
            environment = [.. environment, DiagnosticsOff];
        _before = Received;
        return await DummyRun.Start(Host, filter, Server, RunDirectory(), options, environment);
    }

    /// <summary>What <c>MetricsSupport=false</c> in the project leaves.</summary>
    private string WithoutMetrics()
    {
        var file = Path.ChangeExtension(DummyRun.AssemblyOf(Host), ".runtimeconfig.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        json["runtimeOptions"]!["configProperties"]![
            "System.Diagnostics.Metrics.Meter.IsSupported"
        ] = false;
        var folder = RunDirectory();
        Directory.CreateDirectory(folder);
        var changed = Path.Combine(folder, "without-metrics.runtimeconfig.json");
        File.WriteAllText(changed, json.ToJsonString());
        return changed;
    }
}
