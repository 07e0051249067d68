using CiBudget.NUnit.Tests;

namespace CiBudget.Package.Tests;

/// <summary>
/// Ways in which a paid call can go unseen, with the packages as they ship: the run is red, or the call does not leave. One project,
/// built once; a filter says what it does.
/// </summary>
public sealed class UnseenCallTests
{
    private const string Roomy = """{ "run": { "cost": "$0.50" } }""";
    private const string Tight = """{ "run": { "cost": "$0.001" } }""";
    private const string Never = """{ "run": { "cost": "$0.50" }, "live": "never" }""";
    private const string Stop = """{ "run": { "cost": { "max": "$0.05", "enforce": "stop" } } }""";

    private TemporarySolution _solution = null!;
    private WireServer _server = null!;

    [OneTimeSetUp]
    public async Task Build_the_project()
    {
        _server = await WireServer.Start();
        _solution = Consumers.Solution();
        _solution.WriteProject(
            "One",
            items: Consumers.Reference + "<Compile Include=\"../Unseen.cs\" />"
        );
        _solution.Write("cibudget.json", Roomy);

        var build = _solution.Dotnet("build One");

        Assert.That(build.ExitCode, Is.Zero, build.Output);
    }

    [OneTimeTearDown]
    public async Task Delete_the_project()
    {
        _solution.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    [Thorough("one that is, beside calls in other places")]
    public void A_call_as_it_should_be_is_green()
    {
        var run = Run("Asks_as_it_should", Roomy, out var received);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("Within budget").And.Contain("$0.002"));
        Assert.That(received, Is.EqualTo(1));
    }

    [Test]
    public void What_metering_cannot_see_is_named()
    {
        _solution.Variables["ASK_EVERYWHERE"] = "1";
        try
        {
            var run = Run("Asks_in_other_places_too", Roomy, out var received);

            Assert.That(run.ExitCode, Is.Zero, run.Output);
            // The module initializer, the source of test cases, the test, and the module initializer of the program that it starts.
            Assert.That(received, Is.EqualTo(4), run.Output);
            Assert.That(
                string.Join(
                    ' ',
                    run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                ),
                Does.Contain("Measured: 1 call in 1 process")
                    .And.Contain(
                        OperatingSystem.IsLinux()
                            ? "Not seen: at least 1 program (started by One), calls before the first test."
                            : "Not seen: other programs that tests start, calls before the first test."
                    )
            );
        }
        finally
        {
            _solution.Variables.Remove("ASK_EVERYWHERE");
        }
    }

    /// <summary>By default one for each error.</summary>
    private static IEnumerable<object[]> Red =>
        TestEffort.Cases<object[], object>(
            [
                ["Leaves_the_answer_unread", Roomy, "error CIB007"],
                ["Ends_the_host_with_a_dot", Tight, "error CIB001"],
                ["Is_redirected", Roomy, "error CIB013"],
                ["Asks_a_gateway", Roomy, "error CIB013"],
            ],
            static arguments => arguments[2]
        );

    [TestCaseSource(nameof(Red))]
    public void A_call_that_left_makes_the_run_red(string test, string budget, string error)
    {
        var run = Run(test, budget, out var received);

        Assert.That(received, Is.Positive, run.Output);
        // Nobody else says that something is wrong.
        Assert.That(run.Output, Does.Contain("Passed!"));
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(error), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Not.Contain("Within budget"));
    }

    [TestCase("Swallows_the_refusal", Never, "error CIB023")]
    [TestCase("Loses_its_context", Roomy, "error CIB044")]
    public void A_call_that_must_not_leave_is_kept_in_and_told(
        string test,
        string budget,
        string error
    )
    {
        var run = Run(test, budget, out var received);

        Assert.That(received, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("Passed!"));
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith(error), Has.Count.EqualTo(1), run.Output);
    }

    [Test]
    [Thorough("the same from source")]
    public void A_scenario_that_nobody_asks_fails_its_test()
    {
        var run = Run("Replays_for_nobody", Roomy, out _);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("CIB042"), Is.Not.Empty, run.Output);
        Assert.That(run.Output, Does.Contain("Failed!"));
    }

    [Test]
    public void Calls_that_time_out_count_as_what_they_may_have_cost()
    {
        var run = Run("Times_out_twenty_times", Stop, out var received);

        // 1,000 tokens of output may cost $0.005, so $0.05 are enough for nine calls and their input.
        Assert.That(received, Is.InRange(1, 9), run.Output);
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB007"), Has.Count.EqualTo(1), run.Output);
        Assert.That(run.LinesWith("error CIB024"), Has.Count.EqualTo(1), run.Output);
    }

    private Command Run(string test, string budget, out int received)
    {
        var before = _server.Received;
        _solution.StartOver(budget);
        var run = _solution.Dotnet(
            $"test One --no-build --filter Name={test}",
            $"SERVER_PORT={new Uri(_server.Address).Port}"
        );
        received = _server.Received - before;
        return run;
    }
}
