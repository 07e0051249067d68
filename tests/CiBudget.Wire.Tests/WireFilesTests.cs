namespace CiBudget.Wire.Tests;

public sealed class WireFilesTests
{
    public static IEnumerable<string> Files =>
        Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "wire"))
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(IsBody)
            .Order();

    [Test]
    public void A_whole_message_gives_every_field()
    {
        var message = Read("message.json");

        Assert.That(message.MessageId, Is.EqualTo("msg_013Zva2CMHLNnXjNJJKqJ2EF"));
        Assert.That(message.Model, Is.EqualTo("claude-opus-5-5"));
        Assert.That(message.StopReason, Is.EqualTo("end_turn"));
        Assert.That(message.Complete, Is.True);
        Assert.That(message.Error, Is.Null);
        Assert.That(message.BatchResult, Is.False);
        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage
                    {
                        Model = "claude-opus-5-5",
                        InputTokens = 2095,
                        CacheWrite5mTokens = 2051,
                        CacheReadTokens = 2051,
                        OutputTokens = 503,
                        ThinkingTokens = 128,
                        ServiceTier = "standard",
                        InferenceGeo = "global",
                        Speed = "standard",
                    },
                }
            )
        );
    }

    [Test]
    public void A_whole_stream_takes_the_last_counts_and_the_first_split()
    {
        var message = Read("stream-cache-thinking-tool.sse");

        Assert.That(message.MessageId, Is.EqualTo("msg_014p7gG3wDgGV9EUtLvnow3U"));
        Assert.That(message.StopReason, Is.EqualTo("tool_use"));
        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts, Is.EqualTo(new[] { StreamUsage(output: 142, thinking: 31) }));
    }

    [Test]
    public void A_cut_stream_is_a_lower_bound()
    {
        var message = Read("stream-truncated-no-message_stop.sse");

        Assert.That(message.Complete, Is.False);
        Assert.That(message.StopReason, Is.Null);
        Assert.That(message.Error, Is.Null);
        Assert.That(message.Parts, Is.EqualTo(new[] { StreamUsage(output: 3, thinking: 0) }));
    }

    [Test]
    public void An_error_in_the_stream_is_named_and_leaves_a_lower_bound()
    {
        var message = Read("stream-error-midway.sse");

        Assert.That(message.Complete, Is.False);
        Assert.That(
            message.Error,
            Is.EqualTo(new ClaudeError("overloaded_error", null, FailureKind.Overloaded))
        );
        Assert.That(message.RequestId, Is.EqualTo("req_011CSHoEeqs5C35K2UUqR7Fy"));
        Assert.That(message.Parts, Is.EqualTo(new[] { StreamUsage(output: 3, thinking: 0) }));
    }

    [Test]
    public void Batch_results_give_one_result_a_line()
    {
        var messages = Reading.All(BodyShape.JsonLines, WireFiles.Read("batch-results.jsonl"));

        Assert.That(messages, Has.Count.EqualTo(4));
        Assert.That(messages, Has.All.Matches<ResponseUsage>(m => m.BatchResult && m.Complete));
        Assert.That(messages[0].MessageId, Is.EqualTo("msg_014VwiXbi91y3JMjcpyGBHX5"));
        Assert.That(
            messages[0].Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage
                    {
                        Model = "claude-opus-5-5",
                        InputTokens = 11,
                        OutputTokens = 36,
                        ServiceTier = "batch",
                        Batch = true,
                    },
                }
            )
        );
        Assert.That(
            messages[1].Error,
            Is.EqualTo(new ClaudeError("invalid_request_error", null, FailureKind.InvalidRequest))
        );
        Assert.That(messages.Skip(1), Has.All.Matches<ResponseUsage>(m => m.Parts.Count == 0));
    }

    [TestCase(
        "error-400-credit-balance.json",
        400,
        "invalid_request_error",
        null,
        FailureKind.CreditExhausted
    )]
    [TestCase(
        "error-400-org-spend-limit.json",
        400,
        "invalid_request_error",
        null,
        FailureKind.SpendLimit
    )]
    [TestCase(
        "error-400-workspace-spend-limit.json",
        400,
        "invalid_request_error",
        null,
        FailureKind.SpendLimit
    )]
    [TestCase("error-402-billing.json", 402, "billing_error", null, FailureKind.PaymentRequired)]
    [TestCase(
        "error-402-linked-org-spend-limit.json",
        402,
        "billing_error",
        "linked_organization_spend_limit_reached",
        FailureKind.SpendLimit
    )]
    [TestCase(
        "error-402-linked-org-unavailable.json",
        402,
        "billing_error",
        "linked_organization_billing_unavailable",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        "error-429-tier-spend-cap.json",
        429,
        "rate_limit_error",
        "enforced_spend_limit_reached",
        FailureKind.SpendCap
    )]
    [TestCase(
        "error-429-contract-spend-limit.json",
        429,
        "rate_limit_error",
        "contract_spend_limit_reached",
        FailureKind.SpendCap
    )]
    [TestCase(
        "error-429-ramp-limit.json",
        429,
        "rate_limit_error",
        "ramp_limit_exceeded",
        FailureKind.RateLimited
    )]
    [TestCase("error-529-overloaded.json", 529, "overloaded_error", null, FailureKind.Overloaded)]
    public void An_error_body_is_named(
        string file,
        int status,
        string type,
        string? code,
        FailureKind kind
    )
    {
        var message = Reading.All(BodyShape.Json, WireFiles.Read(file), status: status).Single();

        Assert.That(message.Error, Is.EqualTo(new ClaudeError(type, code, kind)));
        Assert.That(message.RequestId, Does.StartWith("req_01"));
        Assert.That(message.Parts, Is.Empty);
        Assert.That(message.Complete, Is.True);
    }

    [Test]
    public void Every_wire_file_of_an_error_has_its_case()
    {
        var cases = typeof(WireFilesTests)
            .GetMethod(nameof(An_error_body_is_named))!
            .GetCustomAttributes(typeof(TestCaseAttribute), inherit: false)
            .Select(test => (string)((TestCaseAttribute)test).Arguments[0]!);

        Assert.That(
            cases,
            Is.EquivalentTo(
                Files.Where(file => file.StartsWith("error-", StringComparison.Ordinal))
            )
        );
    }

    [TestCaseSource(nameof(Files))]
    public void Any_size_of_pieces_gives_the_same(string file)
    {
        var body = WireFiles.Read(file);
        var shape = Reading.ShapeOf(file);
        var whole = Reading.Describe(Reading.All(shape, body));

        for (var size = 1; size <= body.Length; size++)
            Assert.That(
                Reading.Describe(Reading.All(shape, body, size)),
                Is.EqualTo(whole),
                $"pieces of {size}"
            );
    }

    private static bool IsBody(string file) =>
        Path.GetExtension(file) is ".json" or ".sse" or ".jsonl";

    private static ResponseUsage Read(string file) =>
        Reading.All(Reading.ShapeOf(file), WireFiles.Read(file)).Single();

    private static Usage StreamUsage(long output, long thinking) =>
        new()
        {
            Model = "claude-opus-5-5",
            InputTokens = 25,
            CacheWrite5mTokens = 1000,
            CacheWrite1hTokens = 200,
            CacheReadTokens = 4096,
            OutputTokens = output,
            ThinkingTokens = thinking,
            ServiceTier = "standard",
            InferenceGeo = "global",
            Speed = "standard",
        };
}
