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

    public static LedgerEntry Make(string id, int number) =>
        new()
        {
            Id = id,
            Time = Start.AddMilliseconds(number),
            Test = Tests[number % Tests.Length],
            Endpoint = ClaudeEndpoint.Messages,
            Host = "api.anthropic.com",
            Outcome = CallOutcome.Answered,
            Status = 200,
            RequestModel = "claude-opus-5-5",
            MaxTokens = 1024,
            PromptHash = "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
            MessageId = "msg_01XFDUDYJgAACzvnptvVoYEL",
            RequestId = "req_011CSHoEeqs5C35K2UUqR7Fy",
            Organization = "2fd5a3b8-6f0e-4c57-9d0a-5a1c7f3e9b42",
            StopReason = "end_turn",
            DurationMs = 812.4,
            FirstByteMs = 401.2,
            Usage =
            [
                new Usage
                {
                    Model = "claude-opus-5-5",
                    InputTokens = 400 + number % 1000,
                    OutputTokens = 100 + number % 300,
                    CacheReadTokens = 2000,
                    ServiceTier = "standard",
                },
            ],
        };

    /// <summary>Ledgers of so many processes in a folder, each closed in good order.</summary>
    public static void Write(string folder, int processes, int each)
    {
        for (var p = 0; p < processes; p++)
        {
            var id = FormattableString.Invariant($"process-{p}");
            using var file = new BufferedStream(
                File.Create(Path.Combine(folder, id + LedgerWriter.Extension)),
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
                writer.Append(Make(writer.NextId(), i));
            writer.Close(0, 0);
        }
    }
}
