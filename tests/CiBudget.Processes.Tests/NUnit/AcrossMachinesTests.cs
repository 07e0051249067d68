using CiBudget.Redis.Tests;
using CiBudget.Replay;

namespace CiBudget.NUnit.Tests;

/// <summary>
/// One limit over two machines, as a user's tests meet it: two runs of a test project with run directories of their own, one by
/// <c>dotnet test</c> and one on Microsoft.Testing.Platform, and a real Redis that is killed and started again in the middle.
/// </summary>
public sealed class AcrossMachinesTests
{
    private const int Allowed = 10;

    private readonly string _folder = Directory
        .CreateTempSubdirectory("cibudget-machines-")
        .FullName;
    private string _path = "";
    private Budget _budget = Budget.Empty;
    private IReadOnlyList<DummyRun> _machines = [];
    private long _servedWhileAway;
    private long _served;

    [OneTimeSetUp]
    public async Task Run()
    {
        using var redis = new RedisServer();
        using var claude = ReplayServer.Start("success");
        _path = Path.Combine(_folder, "cibudget.json");
        await File.WriteAllTextAsync(
            _path,
            $$"""
            {
              "run": { "calls": { "max": {{Allowed}}, "enforce": "stop" } },
              "shared": { "redis": "{{redis.Url}}", "perDay": { "calls": 500 }, "perMonth": { "cost": "$100" } },
              "rules": { "oldPrices": "off", "refusedCalls": "off" }
            }
            """
        );
        _budget = BudgetFile.Load(_path);
        var machines = Task.WhenAll(
            Start("VSTest, NUnit 4", "1", claude.BaseUrl),
            Start("MTP, NUnit 4", "2", claude.BaseUrl)
        );

        Begin("well");
        await Until(() => claude.Calls.Total == 8 && Ended == 8, machines);
        redis.Stop();
        Begin("away");
        await Until(() => Ended == 16, machines);
        _servedWhileAway = claude.Calls.Total - 8;
        redis.Start();
        Begin("back");
        _machines = await machines;
        _served = claude.Calls.Total;
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void At_most_ten_of_32_calls_leave_and_none_is_lost()
    {
        Assert.That((_servedWhileAway, _served), Is.EqualTo((0L, (long)Allowed)));
        Assert.That(
            Entries.GroupBy(entry => entry.Outcome).Select(all => (all.Key, all.Count())),
            Is.EquivalentTo([(CallOutcome.Answered, Allowed), (CallOutcome.Refused, 32 - Allowed)])
        );
    }

    [Test]
    public void Every_refused_test_names_the_line()
    {
        var place = $"CIB024: {_path}(2,30): a call was refused before it left";
        var refused = _machines
            .SelectMany(machine => machine.Lines)
            .Count(line => line.Contains(place, StringComparison.Ordinal));

        Assert.That(refused, Is.GreaterThanOrEqualTo(32 - Allowed));
        Assert.That(
            _machines.Sum(machine =>
                machine.Lines.Count(line =>
                    line.Contains("CIB024", StringComparison.Ordinal)
                    && !line.Contains(place, StringComparison.Ordinal)
                )
            ),
            Is.Zero
        );
    }

    [Test]
    public void The_check_of_both_finds_all_calls_and_what_day_and_month_used()
    {
        var verdict = BudgetCheck.Run(
            _budget,
            PriceSheet.Embedded,
            [Path.Combine(_folder, "1"), Path.Combine(_folder, "2")],
            new CheckOptions()
        );

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Within));
        Assert.That(
            verdict.Limits.Select(use => (use.Limit.Scope, use.Used)),
            Is.EqualTo([
                (LimitScope.Run, (decimal)Allowed),
                (LimitScope.Day, (decimal)Allowed),
                (LimitScope.Month, verdict.Totals.CostUsd),
            ])
        );
    }

    private IEnumerable<LedgerEntry> Entries => _machines.SelectMany(machine => machine.Entries);

    /// <summary>Calls that came to an end, as the ledgers of the run say while it is on.</summary>
    private int Ended =>
        LedgerReader
            .Find(new[] { "1", "2" }.Select(Machine).Where(Directory.Exists))
            .Sum(path => LedgerReader.Read(path).Count());

    private string Machine(string name) => Path.Combine(_folder, name);

    private Task<DummyRun> Start(string host, string name, Uri claude) =>
        DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Machines",
            claude.ToString(),
            Machine(name),
            ("CIBUDGET_FILE", _path),
            ("CIBUDGET_RUN", "pipeline-1"),
            ("DUMMY_PARTS", _folder)
        );

    private void Begin(string part) => File.WriteAllText(Path.Combine(_folder, part), "");

    private static async Task Until(Func<bool> condition, Task machines)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
        {
            Assert.That(machines.IsCompleted, Is.False, "the machines ended before their time");
            await timer.WaitForNextTickAsync();
        }
    }
}
