using System.Text;
using System.Text.Json;

namespace CiBudget.Replay.Conformance;

/// <summary>Every scenario, seen from a socket: exact bytes, chunks, times, and the break.</summary>
[Parallelizable(ParallelScope.All)]
public abstract class WireConformance
{
    private const string MessageStop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    protected abstract IPlayedScenario Play(Scenario scenario);

    [TestCaseSource(typeof(Case), nameof(Case.All))]
    public async Task An_error_is_on_the_wire_as_claude_sends_it(Case expected)
    {
        using var played = Play(Scenario.Find(expected.Name));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: false);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Ending, Is.EqualTo(Ending.Complete));
            Assert.That(answer.Status, Is.EqualTo(expected.Status));
            Assert.That(Encoding.UTF8.GetString(answer.Body), Does.Contain(expected.Says));
            if (expected.Wire is { } file)
                Assert.That(answer.Body, Is.EqualTo(Wire(file)), "the bytes of " + file);
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.All))]
    public async Task An_error_is_classified_right(Case expected)
    {
        using var played = Play(Scenario.Find(expected.Name));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: false);

        Assert.That(Classify(answer.Status, answer.Body), Is.EqualTo(expected.Kind));
        Assert.That(
            BillingFailures.IsBilling(expected.Kind),
            Is.EqualTo(Case.Billing.Contains(expected))
        );
    }

    [TestCaseSource(typeof(Case), nameof(Case.All))]
    public async Task Claudes_own_headers_are_there_and_a_gateway_has_none(Case expected)
    {
        using var played = Play(Scenario.Find(expected.Name));

        var headers = (await RawAnswer.Of(played.BaseUrl, stream: false)).Headers;

        using (Assert.EnterMultipleScope())
        {
            if (expected.Name is "gateway-html" or "too-large")
            {
                Assert.That(
                    headers.Keys,
                    Has.None.EqualTo("request-id").And.None.EqualTo("anthropic-organization-id")
                );
                Assert.That(headers["content-type"], Is.EqualTo("text/html"));
            }
            else
            {
                Assert.That(
                    headers["request-id"],
                    Is.EqualTo(
                        expected.Name == "credit-balance-too-low"
                            ? "req_011Cf75wfCXCbniKKrP6wSut"
                            : "req_018EeWyXxfu5pfWkrYcMdjWG"
                    )
                );
                Assert.That(headers, Contains.Key("anthropic-organization-id"));
                Assert.That(headers["content-type"], Is.EqualTo("application/json"));
            }
            Assert.That(
                headers.GetValueOrDefault("retry-after"),
                Is.EqualTo(expected.Name is "rate-limited" or "ramp-limit" ? "1" : null)
            );
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.MidStream))]
    public async Task In_mid_stream_five_events_come_then_the_error_and_a_proper_end(Case expected)
    {
        using var whole = Play(Scenario.Find(expected.Name));
        var error = Encoding.UTF8.GetString(
            (await RawAnswer.Of(whole.BaseUrl, stream: false)).Body
        );
        using var played = Play(Scenario.Find(expected.Name + "-mid-stream"));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(
                answer.Headers["content-type"],
                Is.EqualTo("text/event-stream; charset=utf-8")
            );
            Assert.That(answer.Ending, Is.EqualTo(Ending.Complete));
            Assert.That(
                answer.Chunks.Select(static c => EventName(c.Bytes)),
                Is.EqualTo(
                    new[]
                    {
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "error",
                    }
                )
            );
            Assert.That(
                Encoding.UTF8.GetString(answer.Chunks[^1].Bytes),
                Is.EqualTo($"event: error\ndata: {error}\n\n")
            );
            Assert.That(
                Classify(null, Encoding.UTF8.GetBytes(error)),
                Is.EqualTo(expected.Kind),
                "inside a stream there is no status"
            );
        }
    }

    [Test]
    public async Task Tool_use_streams_the_bytes_of_the_wire_one_event_in_a_chunk()
    {
        using var played = Play(Scenario.Find("tool-use"));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        Assert.That(
            Encoding.UTF8.GetString(answer.Body),
            Is.EqualTo(Encoding.UTF8.GetString(Wire("stream-cache-thinking-tool.sse")))
        );
        // 16 events stand in that file.
        Assert.That(answer.Chunks, Has.Count.EqualTo(16));
        Assert.That(
            answer.Chunks.Select(static c => Encoding.UTF8.GetString(c.Bytes)),
            Is.All.EndsWith("\n\n")
        );
    }

    [Test]
    public async Task Batch_results_are_the_bytes_of_the_wire()
    {
        using var played = Play(Scenario.Find("batch-results"));

        var answer = await RawAnswer.Of(
            played.BaseUrl,
            stream: false,
            path: "/v1/messages/batches/msgbatch_1/results",
            method: "GET"
        );

        Assert.That(answer.Body, Is.EqualTo(Wire("batch-results.jsonl")));
        Assert.That(answer.Headers["content-type"], Is.EqualTo("application/x-jsonl"));
    }

    [Test]
    public async Task A_reply_can_be_the_documented_message()
    {
        var usage = new Usage
        {
            InputTokens = 2095,
            CacheWrite5mTokens = 2051,
            CacheReadTokens = 2051,
            OutputTokens = 503,
            ThinkingTokens = 128,
        };
        using var played = Play(
            Scenario.Create(
                "documented",
                ScenarioStep.Reply(ClaudeReply.Message("Hi! My name is Claude.", usage))
            )
        );

        var answer = await RawAnswer.Of(played.BaseUrl, stream: false);

        // The file is indented; on one line it is what Claude sends. Some SDKs refuse "citations" that are null, so they are left out.
        using var file = JsonDocument.Parse(Wire("message.json"));
        Assert.That(
            Encoding.UTF8.GetString(answer.Body),
            Is.EqualTo(
                JsonSerializer
                    .Serialize(file.RootElement)
                    .Replace(",\"citations\":null", "", StringComparison.Ordinal)
            )
        );
    }

    [Test]
    public async Task A_cut_stream_ends_in_good_order_without_message_stop()
    {
        using var played = Play(Scenario.Find("cut-mid-stream"));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        Assert.That(answer.Ending, Is.EqualTo(Ending.Complete));
        Assert.That(answer.Chunks, Has.Count.EqualTo(5));
        Assert.That(Encoding.UTF8.GetString(answer.Body), Does.Not.Contain("message_stop"));
    }

    [TestCase(FaultKind.Cut, Ending.Closed)]
    [TestCase(FaultKind.Reset, Ending.Reset)]
    public async Task A_broken_stream_sends_all_events_before_the_break(
        FaultKind kind,
        Ending ending
    )
    {
        using var played = Play(Broken(kind, afterEvents: 5));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        Assert.That(answer.Chunks, Has.Count.EqualTo(5));
        Assert.That(EventName(answer.Chunks[4].Bytes), Is.EqualTo("content_block_delta"));
        Assert.That(answer.Ending, Is.EqualTo(ending));
    }

    [TestCase(FaultKind.Cut, Ending.Closed)]
    [TestCase(FaultKind.Reset, Ending.Reset)]
    public async Task A_broken_plain_answer_sends_so_many_bytes_of_what_it_promised(
        FaultKind kind,
        Ending ending
    )
    {
        using var played = Play(Broken(kind, afterBytes: 100));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: false);

        Assert.That(answer.Body, Has.Length.EqualTo(100));
        Assert.That(
            answer.Headers["content-length"],
            Is.EqualTo(new ClaudeReply().ToJson("claude-opus-5-5").Length.ToString())
        );
        Assert.That(answer.Ending, Is.EqualTo(ending));
    }

    [Test]
    public async Task A_stream_can_break_inside_an_event()
    {
        var first = new ClaudeReply().ToEvents("claude-opus-5-5")[0].ToBytes();
        using var played = Play(Broken(FaultKind.Cut, afterBytes: first.Length + 10));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        Assert.That(
            Encoding.UTF8.GetString(answer.Body),
            Is.EqualTo(Encoding.UTF8.GetString(first) + "event: pin")
        );
        Assert.That(answer.Ending, Is.EqualTo(Ending.Closed));
    }

    [TestCase(FaultKind.Cut, Ending.Closed)]
    [TestCase(FaultKind.Reset, Ending.Reset)]
    public async Task A_break_without_a_point_comes_before_the_status_line(
        FaultKind kind,
        Ending ending
    )
    {
        using var played = Play(Broken(kind));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: false);

        Assert.That(answer.FirstByteAfter, Is.EqualTo(TimeSpan.MaxValue), "no byte came");
        Assert.That(answer.Ending, Is.EqualTo(ending));
    }

    [Test]
    public async Task A_stall_sends_its_events_and_then_nothing()
    {
        using var played = Play(Scenario.Find("stall"));

        var answer = await RawAnswer.Of(
            played.BaseUrl,
            stream: true,
            patience: TimeSpan.FromSeconds(2)
        );

        Assert.That(answer.Chunks, Has.Count.EqualTo(5));
        Assert.That(answer.Ending, Is.EqualTo(Ending.Silent));
    }

    [Test]
    public async Task The_first_byte_waits_as_long_as_it_is_told()
    {
        using var played = Play(Scenario.Find("slow-first-byte?delayMs=300"));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        Assert.That(answer.FirstByteAfter, Is.GreaterThan(TimeSpan.FromMilliseconds(290)));
    }

    [Test]
    public async Task Events_come_at_their_pace()
    {
        using var played = Play(Scenario.Find("success-stream?paceMs=100"));

        var answer = await RawAnswer.Of(played.BaseUrl, stream: true);

        // A slow machine makes them longer, never shorter; timers may be early by a tick.
        Assert.That(answer.Chunks, Has.Count.EqualTo(9));
        var gaps = answer.Chunks.Zip(answer.Chunks.Skip(1), static (a, b) => b.At - a.At).ToArray();
        Assert.That(
            gaps.Aggregate(static (a, b) => a + b),
            Is.GreaterThan(TimeSpan.FromMilliseconds(8 * 90))
        );
        Assert.That(Encoding.UTF8.GetString(answer.Body), Does.EndWith(MessageStop));
    }

    [Test]
    public async Task The_wrong_organization_says_its_name()
    {
        using var right = Play(Scenario.Find("success"));
        using var wrong = Play(Scenario.Find("wrong-organization"));

        var expected = (await RawAnswer.Of(right.BaseUrl, stream: false)).Headers[
            "anthropic-organization-id"
        ];
        var met = (await RawAnswer.Of(wrong.BaseUrl, stream: false)).Headers[
            "anthropic-organization-id"
        ];

        Assert.That(
            met,
            Is.EqualTo("00000000-0000-4000-8000-000000000bad").And.Not.EqualTo(expected)
        );
    }

    private static Scenario Broken(
        FaultKind kind,
        int? afterEvents = null,
        int? afterBytes = null
    ) =>
        Scenario.Create(
            "broken",
            ScenarioStep.Reply(new ClaudeReply()) with
            {
                Fault = new StepFault
                {
                    Kind = kind,
                    AfterEvents = afterEvents,
                    AfterBytes = afterBytes,
                },
            }
        );

    private static string EventName(byte[] chunk) =>
        Encoding.UTF8.GetString(chunk).Split('\n')[0]["event: ".Length..];

    private static byte[] Wire(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "wire", name));

    private static FailureKind Classify(int? status, byte[] body)
    {
        if (!body.AsSpan().StartsWith("{"u8))
            return BillingFailures.Classify(status, null, null, null);

        using var json = JsonDocument.Parse(body);
        var error = json.RootElement.GetProperty("error");
        var code = error.TryGetProperty("details", out var details)
            ? details.GetProperty("error_code").GetString()
            : null;
        return BillingFailures.Classify(
            status,
            error.GetProperty("type").GetString(),
            code,
            error.GetProperty("message").GetString()
        );
    }
}
