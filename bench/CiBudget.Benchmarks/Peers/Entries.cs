using System.Globalization;

namespace CiBudget.Benchmarks;

/// <summary>Ledger entries as a test run writes them.</summary>
internal static class Entries
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);

    private static readonly TestIdentity[] Tests =
    [
        .. Enumerable
            .Range(0, 200)
            .Select(i => new TestIdentity
            {
                Name = $"Acme.Support.Tests.Answers.Question_{i}_is_answered",
                Fixture = "Acme.Support.Tests.Answers",
                Assembly = "Acme.Support.Tests",
            }),
    ];

    public static LedgerEntry Make(int number) =>
        new()
        {
            Time = Start.AddMilliseconds(number),
            Test = Tests[number % Tests.Length],
            Endpoint = ClaudeEndpoint.Messages,
            Host = "api.anthropic.com",
            Outcome = CallOutcome.Answered,
            Status = 200,
            RequestModel = Model(number),
            MaxTokens = 1024,
            PromptHash = Unlike(number),
            Streamed = number % 3 == 0,
            MessageId = "msg_01" + Unlike(number + 1)[..22],
            RequestId = "req_011" + Unlike(number + 2)[..21],
            Organization = "2fd5a3b8-6f0e-4c57-9d0a-5a1c7f3e9b42",
            StopReason = "end_turn",
            DurationMs = 812.4 + number * 7 % 1999 / 16.0,
            FirstByteMs = 401.2 + number * 11 % 997 / 16.0,
            Usage =
            [
                new Usage
                {
                    Model = Model(number),
                    InputTokens = 400 + number % 1000,
                    OutputTokens = 100 + number % 300,
                    CacheReadTokens = number % 7 * 1000,
                    ServiceTier = "standard",
                },
            ],
        };

    private static string Model(int number) =>
        number % 5 == 0 ? "claude-haiku-5-5" : "claude-opus-5-5";

    /// <summary>Digits that differ from entry to entry, as ids and hashes do.</summary>
    private static string Unlike(int number) =>
        (new UInt128(0, (uint)number + 1) * 0x9E3779B97F4A7C15 * 0xD1B54A32D192ED03).ToString(
            "x32",
            CultureInfo.InvariantCulture
        );

    /// <summary>Ledgers of so many processes in a folder, each closed in good order.</summary>
    public static void Write(string folder, int processes, int each)
    {
        for (var p = 0; p < processes; p++)
        {
            var id = FormattableString.Invariant($"process-{p}");
            using var file = new BufferedStream(
                File.Create(Path.Combine(folder, id + LedgerReader.Extension)),
                1 << 20
            );
            using var writer = new LedgerWriter(
                file,
                new LedgerProcess
                {
                    Id = id,
                    Run = "run-1",
                    Started = Start,
                }
            );
            for (var i = 0; i < each; i++)
                writer.Append(Make(i));
            writer.Close(0, 0);
        }
    }
}
