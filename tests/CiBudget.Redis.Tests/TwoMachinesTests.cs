using CiBudget.Enforcement.Tests;
using CiBudget.Replay;
using CiBudget.Tests.Shared;

namespace CiBudget.Redis.Tests;

/// <summary>Two run directories stand for two machines: real processes, one Redis, which is killed and started again in the middle.</summary>
public sealed class TwoMachinesTests
{
    private static readonly int Rounds = TestEffort.Rounds(few: 1, thorough: 3);
    private const int CallsEach = 8;

    [Test]
    public async Task At_most_ten_of_32_calls_on_two_machines_leave_with_redis_restarted_in_the_middle()
    {
        var folder = Directory.CreateTempSubdirectory("cibudget-machines-").FullName;
        for (var round = 0; round < Rounds; round++)
        {
            using var redis = new RedisServer();
            using var claude = ReplayServer.Start("success");
            var budget = Path.Combine(folder, "cibudget.json");
            await File.WriteAllTextAsync(
                budget,
                $$"""{ "run": { "calls": 10, "enforce": "stop" }, "shared": { "redis": "{{redis.Url}}" } }"""
            );
            var callers = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(i =>
                        Caller.StartAsync(
                            Path.Combine(folder, $"{round}-{i % 2}"),
                            budget,
                            claude.BaseUrl,
                            CallsEach
                        )
                    )
            );
            await callers[0].GoAsync();
            await callers[1].GoAsync();
            redis.Stop();
            await callers[2].GoAsync();
            redis.Start();
            await callers[3].GoAsync();
            var lines = (await Task.WhenAll(callers.Select(caller => caller.ReadToEndAsync())))
                .SelectMany(all => all)
                .ToList();
            foreach (var caller in callers)
                caller.Dispose();

            Assert.That(
                claude.Calls.Total,
                Is.LessThanOrEqualTo(10).And.EqualTo(lines.Count(line => line == "answered"))
            );
            Assert.That(lines, Has.Count.EqualTo(4 * CallsEach), "nobody is stuck");
            Assert.That(
                lines.Where(line => line != "answered"),
                Has.All.StartsWith($"CIB024: {budget}(1,21): a call was refused before it left")
            );
        }
        Directory.Delete(folder, recursive: true);
    }
}
