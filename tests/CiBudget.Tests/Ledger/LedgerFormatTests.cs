using System.Text.Json;

namespace CiBudget.Tests.Ledger;

public sealed class LedgerFormatTests
{
    private static readonly LedgerProcess Process = new()
    {
        Id = "Shop.Tests-net10.0-77-0a1b2c3d",
        Run = "r1",
        RunIdentity = "5f0e",
        Gate = "Shop.Tests-net10.0-a1",
        Shard = 2,
        Shards = 3,
        ProcessId = 77,
        Assembly = "Shop.Tests",
        Framework = "net10.0",
        Started = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
    };

    [Test]
    public void The_format_is_frozen()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            writer.Append(FullEntry.Value);
            writer.Append(new LedgerEntry { Id = "e2", IsCall = false });
            writer.Close(inFlight: 1, unmetered: 2);
        }

        Assert.That(
            Path.GetFileName(run.Ledgers.Single()),
            Is.EqualTo("Shop.Tests-net10.0-77-0a1b2c3d.ledger.jsonl")
        );
        Assert.That(
            run.Lines,
            Is.EqualTo(
                new[]
                {
                    """{"v":2,"kind":"process","id":"Shop.Tests-net10.0-77-0a1b2c3d","run":"r1","runIdentity":"5f0e","gate":"Shop.Tests-net10.0-a1","shard":2,"shards":3,"processId":77,"assembly":"Shop.Tests","framework":"net10.0","started":"2026-11-22T10:00:00.0000000Z"}""",
                    """{"v":2,"kind":"call","id":"e1","time":"2026-11-22T10:00:00.1234567Z","test":{"name":"Shop.Tests.Answers.Refund(\"de\")","fixture":"Shop.Tests.Answers","assembly":"Shop.Tests","categories":["Slow","Live"],"repetition":1},"endpoint":"messages","host":"api.anthropic.com","outcome":"broken","status":200,"requestModel":"claude-opus-5-5","maxTokens":1024,"promptHash":"9f86d081884c7d65","streamed":true,"messageId":"msg_1","requestId":"req_1","organization":"org-1","workspace":"wrkspc_1","stopReason":"end_turn","error":{"type":"billing_error","code":"linked_organization_spend_limit_reached","kind":"spendLimit"},"attempt":2,"durationMs":812.346,"firstByteMs":100.5,"replayed":true,"scenario":"credit-mid-stream","replayHost":"WireMock.Net","complete":false,"estimatedUsd":0.0336,"usage":[{"model":"claude-opus-5-5","inputTokens":10,"cacheWrite5mTokens":20,"cacheWrite1hTokens":30,"cacheReadTokens":40,"outputTokens":50,"thinkingTokens":5,"webSearchRequests":1,"webFetchRequests":2,"serviceTier":"standard","inferenceGeo":"us","speed":"fast","batch":true,"unbilled":"declinedAttempt","cacheSplitAssumed":true,"unknownCounters":{"server_tool_use.code_runs":3}},{"model":"claude-haiku-5-5","outputTokens":7}]}""",
                    """{"v":2,"kind":"batchMessage","id":"e2","time":"0001-01-01T00:00:00.0000000Z","endpoint":"unknown","outcome":"answered","usage":[]}""",
                    """{"v":2,"kind":"end","inFlight":1,"unmetered":2,"lost":0,"lines":3,"sum":"dd2586d73537d1d0"}""",
                }
            )
        );
    }

    [Test]
    public void An_entry_is_read_as_it_was_written()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            writer.Append(FullEntry.Value);
            writer.Append(new LedgerEntry { Id = "e2", IsCall = false });
        }

        var entries = LedgerReader
            .Read(run.Ledgers.Single(), problem => Assert.Fail(problem.Message))
            .ToList();

        Assert.That(
            Text(entries),
            Is.EqualTo(
                Text([
                    FullEntry.Value with
                    {
                        Time = FullEntry.Value.Time.ToUniversalTime(),
                        DurationMs = 812.346,
                    },
                    new LedgerEntry { Id = "e2", IsCall = false },
                ])
            )
        );
    }

    [TestCase(
        "line\nbreak \u0000 \u001b[31m \" \\ \u2028",
        "line\nbreak \u0000 \u001b[31m \" \\ \u2028"
    )]
    [TestCase("Größe 🎉 試験", "Größe 🎉 試験")]
    public void Any_test_name_is_one_line(string name, string read)
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
            writer.Append(new LedgerEntry { Test = new() { Name = name } });

        Assert.That(run.Lines, Has.Length.EqualTo(2));
        Assert.That(LedgerReader.Read(run.Ledgers.Single()).Single().Test!.Name, Is.EqualTo(read));
    }

    [Test]
    public void Half_a_surrogate_pair_is_replaced()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
            writer.Append(
                new LedgerEntry
                {
                    Test = new() { Name = "half " + (char)0xD83C + " and " + (char)0xDF89 },
                }
            );

        Assert.That(
            LedgerReader.Read(run.Ledgers.Single()).Single().Test!.Name,
            Is.EqualTo("half \ufffd and \ufffd")
        );
    }

    [Test]
    public void A_long_name_is_cut_and_stays_itself()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            writer.Append(
                new LedgerEntry { Test = new() { Name = new string('n', 10_000_000) + "1" } }
            );
            writer.Append(
                new LedgerEntry { Test = new() { Name = new string('n', 10_000_000) + "2" } }
            );
            writer.Append(new LedgerEntry { Test = new() { Name = new string('n', 1000) } });
        }

        var names = LedgerReader
            .Read(run.Ledgers.Single())
            .Select(entry => entry.Test!.Name)
            .ToList();

        Assert.That(names, Is.Unique);
        Assert.That(names[0], Has.Length.EqualTo(1000).And.Match("^n{982}…#[0-9a-f]{16}$"));
        Assert.That(names[2], Is.EqualTo(new string('n', 1000)));
    }

    private static string Text(IEnumerable<LedgerEntry> entries) =>
        JsonSerializer.Serialize(entries);
}
