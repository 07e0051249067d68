using System.Text;

namespace CiBudget.Wire.Tests;

/// <summary>The same bill in other words: Bedrock's Converse and ConverseStream, and the OpenAI-compatible endpoint.</summary>
public sealed class DialectTests
{
    private const string ConverseUsage =
        """{"inputTokens":4,"outputTokens":832,"totalTokens":11449,"cacheReadInputTokens":1000,"cacheWriteInputTokens":9613,"cacheDetails":[{"ttl":"1h","inputTokens":9000},{"ttl":"5m","inputTokens":613}]}""";

    private static readonly Usage Converse = new()
    {
        InputTokens = 4,
        OutputTokens = 832,
        CacheReadTokens = 1000,
        CacheWrite5mTokens = 613,
        CacheWrite1hTokens = 9000,
    };

    [Test]
    public void Converse_is_read_with_its_own_counters()
    {
        var message = Reading.All(BodyShape.Json, WireFiles.Case("converse.json")).Single();

        Assert.That(message.Complete, Is.True);
        Assert.That(message.StopReason, Is.EqualTo("end_turn"));
        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[] { Converse with { CacheWrite5mTokens = 0, CacheWrite1hTokens = 9613 } }
            )
        );
    }

    [TestCase(1)]
    [TestCase(13)]
    [TestCase(int.MaxValue)]
    public void A_stream_of_Converse_ends_with_its_usage(int pieceSize)
    {
        var message = Reading
            .All(BodyShape.BedrockEventStream, Stream(ConverseUsage), pieceSize)
            .Single();

        Assert.That(message.Complete, Is.True);
        Assert.That(message.StopReason, Is.EqualTo("end_turn"));
        Assert.That(message.Parts, Is.EqualTo(new[] { Converse }));
    }

    [Test]
    public void A_stream_of_Converse_that_is_cut_is_a_lower_bound()
    {
        var body = Stream(ConverseUsage);

        for (var length = 0; length < body.Length; length += 3)
            Assert.That(
                Reading.All(BodyShape.BedrockEventStream, body.AsSpan(0, length)).Single().Complete,
                Is.False,
                $"{length} bytes"
            );
    }

    [Test]
    public void A_stream_of_Converse_without_usage_is_unmeasured()
    {
        var message = Reading.All(BodyShape.BedrockEventStream, Stream("null")).Single();

        Assert.That(message.Parts, Is.Empty);
    }

    [TestCase("\"inputTokens\":4", "\"inputTokens\":\"4\"", "usage.inputTokens")]
    [TestCase("\"outputTokens\":832", "\"outputTokens\":-1", "usage.outputTokens")]
    [TestCase(
        "\"cacheReadInputTokens\":1000",
        "\"cacheReadInputTokens\":1.5",
        "usage.cacheReadInputTokens"
    )]
    [TestCase("\"inputTokens\":9000", "\"inputTokens\":{}", "usage.cacheDetails[].inputTokens")]
    public void A_counter_of_Converse_that_is_no_count_is_named(
        string right,
        string wrong,
        string counter
    )
    {
        var usage = ConverseUsage.Replace(right, wrong, StringComparison.Ordinal);

        Assert.That(
            Reading.Json($$"""{"output":{},"usage":{{usage}} }""").UnreadableCounter,
            Is.EqualTo(counter)
        );
    }

    [Test]
    public void A_lifetime_that_is_not_known_is_assumed_and_flagged()
    {
        var part = Reading
            .Json(
                """{"usage":{"inputTokens":1,"outputTokens":2,"cacheWriteInputTokens":30,"cacheDetails":[{"ttl":"24h","inputTokens":30}]}}"""
            )
            .Parts.Single();

        Assert.That((part.CacheWrite5mTokens, part.CacheSplitAssumed), Is.EqualTo((30L, true)));
    }

    [Test]
    public void What_Converse_says_of_the_price_is_kept()
    {
        var part = Reading
            .Json(
                """{"serviceTier":{"type":"flex"},"performanceConfig":{"latency":"optimized"},"usage":{"inputTokens":1,"outputTokens":2}}"""
            )
            .Parts.Single();
        var plain = Reading
            .Json(
                """{"serviceTier":{"type":"default"},"performanceConfig":{"latency":"standard"},"usage":{"inputTokens":1,"outputTokens":2}}"""
            )
            .Parts.Single();

        Assert.That((part.ServiceTier, part.Speed), Is.EqualTo(("flex", "optimized")));
        Assert.That((plain.ServiceTier, plain.Speed), Is.EqualTo(((string?)null, (string?)null)));
    }

    [TestCase("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}""", 100, 0, 0)]
    [TestCase(
        """{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":null,"completion_tokens_details":null}""",
        100,
        0,
        0
    )]
    [TestCase(
        """{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":30,"cache_creation_tokens":20}}""",
        50,
        20,
        30
    )]
    [TestCase(
        """{"prompt_tokens":100,"completion_tokens":20,"cache_creation_input_tokens":20,"cache_read_input_tokens":30}""",
        50,
        20,
        30,
        Description = "As some gateways write it"
    )]
    [TestCase(
        """{"prompt_tokens":5,"completion_tokens":20,"cache_read_input_tokens":30}""",
        5,
        0,
        30,
        Description = "More read than prompt: it was meant without"
    )]
    public void A_chat_completion_is_read_with_its_own_counters(
        string usage,
        long input,
        long written,
        long read
    )
    {
        var message = Reading.Json(
            $$"""
            {"id":"chatcmpl_1","object":"chat.completion","model":"claude-opus-5-5","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hi"} }],"usage":{{usage}} }
            """
        );
        var part = message.Parts.Single();

        Assert.That(message.Complete, Is.True);
        Assert.That(message.StopReason, Is.EqualTo("stop"));
        Assert.That(
            (part.Model, part.InputTokens, part.CacheWriteTokens, part.CacheReadTokens),
            Is.EqualTo(("claude-opus-5-5", input, written, read))
        );
        Assert.That(part.OutputTokens, Is.EqualTo(20));
    }

    [TestCase("""{"prompt_tokens":"100","completion_tokens":20}""", "usage.prompt_tokens")]
    [TestCase("""{"prompt_tokens":100,"completion_tokens":null}""", "usage.completion_tokens")]
    [TestCase("""{"prompt_tokens":100}""", "usage.output_tokens")]
    [TestCase(
        """{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":"x"}}""",
        "usage.prompt_tokens_details.cached_tokens"
    )]
    public void A_counter_of_a_chat_completion_that_is_no_count_is_named(
        string usage,
        string counter
    ) =>
        Assert.That(
            Reading.Json($$"""{"choices":[],"usage":{{usage}} }""").UnreadableCounter,
            Is.EqualTo(counter)
        );

    [Test]
    public void What_is_no_cache_detail_makes_the_writes_unreadable() =>
        Assert.That(
            Reading
                .Json(
                    """{"output":{},"usage":{"inputTokens":5,"outputTokens":4,"cacheDetails":[{"x":[{"y":2}]},"z"]}}"""
                )
                .UnreadableCounter,
            Is.EqualTo("usage.cacheDetails[]")
        );

    [Test]
    public void An_answer_that_names_its_model_and_itself_by_nothing_names_neither()
    {
        var message = Reading.Json(
            """{"id":"","type":"message","model":"","content":[],"usage":{"input_tokens":5,"output_tokens":4,"iterations":[{"type":"message","model":"","input_tokens":5,"output_tokens":4}]}}"""
        );

        Assert.That(
            (message.MessageId, message.Model, message.Parts.Single().Model),
            Is.EqualTo(((string?)null, (string?)null, (string?)null))
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_stream_of_chunks_is_complete_with_its_usage_whether_the_mark_was_read_or_not(
        bool hasMark
    )
    {
        var message = Read(
            Chunk("hi", null),
            Chunk(null, "stop"),
            UsageChunk,
            hasMark ? "[DONE]" : null
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Model, Is.EqualTo("claude-opus-5-5"));
        Assert.That(
            (message.Parts.Single().InputTokens, message.Parts.Single().OutputTokens),
            Is.EqualTo((100, 20))
        );
    }

    [Test]
    public void Usage_in_the_last_chunk_itself_is_the_usage() =>
        Assert.That(
            Read(
                Chunk("hi", null),
                Chunk(null, "stop")
                    .Replace(
                        "\"usage\":null",
                        """ "usage":{"prompt_tokens":100,"completion_tokens":20} """,
                        StringComparison.Ordinal
                    )
            ).Complete,
            Is.True
        );

    [Test]
    public void Chunks_that_were_not_asked_for_usage_are_whole_and_unmeasured()
    {
        var message = Read(Chunk("hi", null), Chunk(null, "stop"), "[DONE]");

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts, Is.Empty);
    }

    [Test]
    public void Chunks_that_end_early_are_a_lower_bound()
    {
        Assert.That(Read(Chunk("hi", null)).Complete, Is.False);
        Assert.That(Read(Chunk("hi", null), Chunk(null, "stop")).Complete, Is.False);
        Assert.That(Read(UsageChunk, Chunk("hi", null), Chunk(null, "stop")).Complete, Is.False);
        Assert.That(Read(Chunk("hi", null), "[DONE]").Complete, Is.False);
    }

    [Test]
    public void A_token_count_of_Bedrock_is_free() =>
        Assert.That(
            Reading.Json("""{"inputTokens":7}""").Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage { InputTokens = 7, Unbilled = UnbilledReason.CountTokens },
                }
            )
        );

    [TestCase("""{"model":"m","max_completion_tokens":7}""")]
    [TestCase("""{"model":"m","inferenceConfig":{"temperature":1,"maxTokens":7}}""")]
    [TestCase("""{"model":"m","max_tokens":7}""")]
    public void What_was_allowed_at_the_most_is_read_in_every_dialect(string request)
    {
        var reader = new RequestReader(null);
        reader.Write(Encoding.UTF8.GetBytes(request));

        Assert.That((reader.Model, reader.MaxTokens), Is.EqualTo(("m", 7L)));
    }

    private const string UsageChunk =
        """{"id":"c1","object":"chat.completion.chunk","model":"claude-opus-5-5","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}}""";

    private static string Chunk(string? text, string? reason) =>
        $$"""{"id":"c1","object":"chat.completion.chunk","model":"claude-opus-5-5","choices":[{"index":0,"delta":{"content":{{Json(text)}} },"finish_reason":{{Json(reason)}} }],"usage":null}""";

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";

    private static ResponseUsage Read(params string?[] chunks)
    {
        var bytes = Encoding.UTF8.GetBytes(
            string.Concat(chunks.OfType<string>().Select(chunk => $"data: {chunk}\n\n"))
        );
        var whole = Reading.All(BodyShape.Json, bytes).Single();
        foreach (var size in new[] { 1, 5, 64 })
            Assert.That(
                Reading.Describe(Reading.All(BodyShape.EventStream, bytes, size)),
                Is.EqualTo(Reading.Describe(whole)),
                $"pieces of {size}"
            );
        return whole;
    }

    private static byte[] Stream(string usage) =>
        [
            .. BedrockFrames.Converse("messageStart", """{"p":"abc","role":"assistant"}"""),
            .. BedrockFrames.Converse(
                "contentBlockDelta",
                """{"contentBlockIndex":0,"delta":{"text":"{\"usage\":{\"outputTokens\":9}}"},"p":"abcd"}"""
            ),
            .. BedrockFrames.Converse("contentBlockStop", """{"contentBlockIndex":0}"""),
            .. BedrockFrames.Converse("messageStop", """{"p":"a","stopReason":"end_turn"}"""),
            .. BedrockFrames.Converse(
                "metadata",
                $$"""{"metrics":{"latencyMs":1},"p":"abcdef","usage":{{usage}} }"""
            ),
        ];
}
