namespace CiBudget.Tests.Shared;

/// <summary>An entry of which every field is set.</summary>
internal static class FullEntry
{
    public static readonly LedgerEntry Value = new()
    {
        Id = "e1",
        Time = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(
            1_234_567
        ),
        Test = new()
        {
            Name = "Shop.Tests.Answers.Refund(\"de\")",
            Fixture = "Shop.Tests.Answers",
            Assembly = "Shop.Tests",
            Categories = ["Slow", "Live"],
            Repetition = 1,
        },
        Endpoint = ClaudeEndpoint.Messages,
        Host = "api.anthropic.com",
        Outcome = CallOutcome.Broken,
        Status = 200,
        RequestModel = "claude-opus-5-5",
        MaxTokens = 1024,
        EstimatedUsd = 0.0336m,
        PromptHash = "9f86d081884c7d65",
        Streamed = true,
        MessageId = "msg_1",
        RequestId = "req_1",
        Organization = "org-1",
        Workspace = "wrkspc_1",
        StopReason = "end_turn",
        Error = new(
            "billing_error",
            "linked_organization_spend_limit_reached",
            FailureKind.SpendLimit
        ),
        Attempt = 2,
        DurationMs = 812.3456,
        FirstByteMs = 100.5,
        Replayed = true,
        Scenario = "credit-mid-stream",
        ReplayHost = "WireMock.Net",
        Complete = false,
        Usage =
        [
            new()
            {
                Model = "claude-opus-5-5",
                InputTokens = 10,
                CacheWrite5mTokens = 20,
                CacheWrite1hTokens = 30,
                CacheReadTokens = 40,
                OutputTokens = 50,
                ThinkingTokens = 5,
                WebSearchRequests = 1,
                WebFetchRequests = 2,
                ServiceTier = "standard",
                InferenceGeo = "us",
                Speed = "fast",
                Batch = true,
                Unbilled = UnbilledReason.DeclinedAttempt,
                CacheSplitAssumed = true,
                UnknownCounters = new Dictionary<string, long>
                {
                    ["server_tool_use.code_runs"] = 3,
                },
            },
            new() { Model = "claude-haiku-5-5", OutputTokens = 7 },
        ],
    };
}
