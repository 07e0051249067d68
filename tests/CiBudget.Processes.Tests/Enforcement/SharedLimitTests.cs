using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>One limit, several processes, all calling at once.</summary>
public sealed class SharedLimitTests
{
    private static readonly int Rounds = TestEffort.Rounds(few: 2, thorough: 50);
    private const int Processes = 4;
    private const int CallsEach = 8;
    private const int Allowed = 10;

    private string _folder = "";

    [SetUp]
    public void Make_a_folder() =>
        _folder = Directory.CreateTempSubdirectory("cibudget-enforce-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [TestCase(false)]
    [TestCase(true, Description = "Half of the processes are in containers of their own.")]
    public async Task At_most_ten_of_32_calls_in_four_processes_leave_with_one_killed_at_a_random_moment(
        bool contained
    )
    {
        if (contained)
            PidNamespace.Require();
        var budget = Budget("""{ "run": { "calls": 10, "enforce": "stop" } }""");
        var random = new Random(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            using var claude = ReplayServer.Start("success");
            var run = Path.Combine(_folder, $"run-{round}");
            var callers = await Task.WhenAll(
                Enumerable
                    .Range(0, Processes)
                    .Select(i =>
                        Caller.StartAsync(
                            run,
                            budget,
                            claude.BaseUrl,
                            CallsEach,
                            isContained: contained && i % 2 == 0
                        )
                    )
            );
            var victim = random.Next(Processes);
            await Task.WhenAll(callers.Select(caller => caller.GoAsync()));
            // A moment that no clock is asked for: some rounds end before it, some begin after it.
            for (var spins = random.Next(40_000_000); spins > 0; spins--)
                Thread.SpinWait(1);
            callers[victim].Kill();
            var lines = await Task.WhenAll(callers.Select(caller => caller.ReadToEndAsync()));
            foreach (var caller in callers)
                caller.Dispose();

            var survivors = lines.Where((_, i) => i != victim).SelectMany(all => all).ToList();
            Assert.That(
                claude.Calls.Total,
                Is.LessThanOrEqualTo(Allowed),
                $"round {round}: no more than ten leave"
            );
            Assert.That(
                survivors,
                Has.Count.EqualTo((Processes - 1) * CallsEach),
                $"round {round}: nobody is stuck"
            );
            var refused = survivors.Where(line => line != "answered").ToList();
            Assert.That(refused, Is.Not.Empty);
            Assert.That(
                refused,
                Has.All.StartsWith($"CIB024: {budget}(1,21): a call was refused before it left.")
            );
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_dead_process_gives_back_what_it_had_reserved_and_keeps_what_it_had_used(
        bool contained
    )
    {
        if (contained)
            PidNamespace.Require();
        // A worst case of $0.007 a call: 7 fit.
        var budget = Budget("""{ "run": { "cost": "$0.05", "enforce": "stop" } }""");
        var run = Path.Combine(_folder, "run");
        using var stalled = ReplayServer.Start("stall");
        using (var caller = await Caller.StartAsync(run, budget, stalled.BaseUrl, 7, contained))
        {
            await caller.GoAsync();
            Assert.That(
                () => stalled.Calls.Total,
                Is.EqualTo(7).After(30_000, 20),
                "seven calls hang"
            );
            caller.Kill();
            await caller.ReadToEndAsync();
        }

        using var claude = ReplayServer.Start("success");
        using var next = await Caller.StartAsync(run, budget, claude.BaseUrl, 7);
        await next.GoAsync();
        var lines = await next.ReadToEndAsync();

        Assert.That(lines, Is.EqualTo(Enumerable.Repeat("answered", 7)));
    }

    private string Budget(string json)
    {
        var path = Path.Combine(_folder, "cibudget.json");
        File.WriteAllText(path, json);
        return path;
    }
}
