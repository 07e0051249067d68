using System.Text;

namespace CiBudget.Wire.Tests;

public sealed class BedrockStreamTests
{
    [TestCase("stream-cache-thinking-tool.sse")]
    [TestCase("stream-truncated-no-message_stop.sse")]
    [TestCase("stream-error-midway.sse")]
    public void Frames_give_what_the_same_events_give_as_server_sent_events(string file)
    {
        var sent = WireFiles.Read(file);
        var expected = Reading.Describe(Reading.All(BodyShape.EventStream, sent));
        var body = BedrockFrames.OfEventStream(sent);

        for (var size = 1; size <= 600; size++)
            Assert.That(
                Reading.Describe(Reading.All(BodyShape.BedrockEventStream, body, size)),
                Is.EqualTo(expected),
                $"pieces of {size}"
            );
    }

    [Test]
    public void The_invocation_metrics_of_the_last_event_are_no_usage()
    {
        var message = Read([
            .. Start,
            .. Delta,
            .. BedrockFrames.Event(
                """{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":99,"outputTokenCount":99,"usage":{"output_tokens":99}}}"""
            ),
        ]);

        Assert.That(message.Complete, Is.True);
        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage
                    {
                        Model = "m",
                        InputTokens = 4,
                        OutputTokens = 50,
                    },
                }
            )
        );
    }

    [Test]
    public void Escaped_slashes_in_the_base64_are_understood()
    {
        var json = """{"type":"message_delta","pad":"?????????","usage":{"output_tokens":50}}""";
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
        Assert.That(base64.Count(letter => letter == '/'), Is.GreaterThan(1));
        var delta = BedrockFrames.Frame(
            [(":message-type", "event")],
            $$"""{"p":"x","bytes":"{{base64.Replace("/", "\\/")}}"}"""
        );

        Assert.That(
            Read([.. Start, .. delta, .. Stop]).Parts.Single().OutputTokens,
            Is.EqualTo(50)
        );
    }

    [Test]
    public void An_exception_is_an_error()
    {
        var message = Read([
            .. Start,
            .. BedrockFrames.Exception("throttlingException", "Too many requests"),
        ]);

        Assert.That(
            message.Error,
            Is.EqualTo(new ClaudeError("throttlingException", null, FailureKind.RateLimited))
        );
        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts.Single().InputTokens, Is.EqualTo(4));
    }

    [Test]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        byte[] body = [.. Start, .. Delta, .. Stop];
        Assert.That(Read(body).Complete, Is.True);

        for (var i = 0; i < body.Length; i++)
        {
            var flipped = (byte[])body.Clone();
            flipped[i] ^= 0x10;
            Assert.That(Read(flipped).Complete, Is.False, $"byte {i}");
        }
    }

    [Test]
    public void A_cut_anywhere_is_noticed()
    {
        byte[] body = [.. Start, .. Delta, .. Stop];

        for (var length = 0; length < body.Length; length++)
            Assert.That(Read(body[..length]).Complete, Is.False, $"{length} bytes");
    }

    [Test]
    public void An_exception_instead_of_an_answer_is_the_answer()
    {
        var message = Read(WireFiles.Case("bedrock-exception-only.bin"));

        Assert.That(
            message.Error,
            Is.EqualTo(new ClaudeError("throttlingException", null, FailureKind.RateLimited))
        );
        Assert.That(message.Parts, Is.Empty);
        Assert.That(message.Complete, Is.True);
    }

    [TestCase("validationException", "no", FailureKind.InvalidRequest)]
    [TestCase("serviceUnavailableException", "no", FailureKind.ServerError)]
    [TestCase(
        "accessDeniedException",
        "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.",
        FailureKind.PaymentRequired
    )]
    public void An_exception_is_of_a_kind(string type, string text, FailureKind kind) =>
        Assert.That(Read(BedrockFrames.Exception(type, text)).Error!.Kind, Is.EqualTo(kind));

    // Headers of 4,096 bytes and a payload of 16 MB are the most; prelude and trailer take 16 bytes.
    [TestCase(4_097u + 16, 4_097u)]
    [TestCase((16u * 1024 * 1024) + 4_096 + 16 + 1, 0u)]
    [TestCase(uint.MaxValue, 0u)]
    [TestCase(15u, 0u)]
    [TestCase(25u, 10u)]
    [TestCase(0u, 0u)]
    public void Lengths_that_no_frame_has_end_the_reading(uint total, uint headers)
    {
        var message = Read([.. Start, .. BedrockFrames.Prelude(total, headers), .. Delta, .. Stop]);

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(1), "as the start said");
    }

    [Test]
    public void Headers_may_be_as_long_as_they_may()
    {
        // 1 + 2 + 1 + 2 + 4,090 = 4,096
        var stop = BedrockFrames.Frame(
            [(":x", new string('v', 4_090))],
            $$"""{"bytes":"{{Convert.ToBase64String("""{"type":"message_stop"}"""u8)}}"}"""
        );

        Assert.That(Read([.. Start, .. Delta, .. stop]).Complete, Is.True);
    }

    [Test]
    public void An_error_without_a_type_has_its_code()
    {
        var message = Read([
            .. Start,
            .. BedrockFrames.Frame(
                [(":message-type", "error"), (":error-code", "throttlingException")],
                ""
            ),
        ]);

        Assert.That(message.Error!.Type, Is.EqualTo("throttlingException"));
    }

    [Test]
    public void A_payload_that_is_not_whole_is_noticed_though_its_frame_is()
    {
        var stop = BedrockFrames.Frame(
            [(":message-type", "event")],
            $$"""{"bytes":"{{Convert.ToBase64String("""{"type":"message_stop"}"""u8)}}" """
        );

        Assert.That(Read([.. Start, .. Delta, .. stop]).Complete, Is.False);
    }

    [Test]
    public void The_beginning_of_another_frame_is_noticed() =>
        Assert.That(Read([.. Start, .. Delta, .. Stop, 0]).Complete, Is.False);

    private static byte[] Start =>
        BedrockFrames.Event(
            """{"type":"message_start","message":{"model":"m","usage":{"input_tokens":4,"output_tokens":1}}}"""
        );

    private static byte[] Delta =>
        BedrockFrames.Event("""{"type":"message_delta","usage":{"output_tokens":50}}""");

    private static byte[] Stop => BedrockFrames.Event("""{"type":"message_stop"}""");

    private static ResponseUsage Read(byte[] body) =>
        Reading.All(BodyShape.BedrockEventStream, body).Single();
}
