using System.Text;

namespace CiBudget.Wire.Tests;

public sealed class EventStreamTests
{
    private const string Start =
        """{"type":"message_start","message":{"id":"msg_1","type":"message","model":"claude-opus-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":2679,"cache_creation_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":100},"output_tokens":3,"service_tier":"standard","inference_geo":"us","speed":"fast"}}}""";

    private const string Block =
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";

    private const string BlockDelta =
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"usage \"output_tokens\":9"}}""";

    private const string Delta =
        """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":510}}""";

    private const string Stop = """{"type":"message_stop"}""";

    private static readonly Usage Expected = new()
    {
        Model = "claude-opus-5-5",
        InputTokens = 2679,
        CacheWrite1hTokens = 100,
        OutputTokens = 510,
        ServiceTier = "standard",
        InferenceGeo = "us",
        Speed = "fast",
    };

    [TestCase("\n")]
    [TestCase("\r")]
    [TestCase("\r\n")]
    public void Any_line_end_and_any_pieces_give_the_same(string lineEnd)
    {
        var body = Encoding.UTF8.GetBytes(
            Named(Start, Block, BlockDelta, BlockDelta, Delta, Stop).Replace("\n", lineEnd)
        );

        for (var size = 1; size <= body.Length; size++)
        {
            var message = Reading.All(BodyShape.EventStream, body, size).Single();
            Assert.That(message.Complete, Is.True, $"pieces of {size}");
            Assert.That(message.Parts, Is.EqualTo(new[] { Expected }), $"pieces of {size}");
        }
    }

    [Test]
    public void Without_event_lines_the_type_of_the_data_decides()
    {
        AssertExpected(Unnamed(Start, Block, BlockDelta, Delta, Stop));
    }

    [Test]
    public void The_default_event_name_says_nothing()
    {
        AssertExpected(
            string.Concat(
                new[] { Start, Block, Delta, Stop }.Select(data =>
                    $"event: message\ndata: {data}\n\n"
                )
            )
        );
    }

    [Test]
    public void Comments_pings_unknown_events_and_fields_are_tolerated()
    {
        AssertExpected(
            ": hello\n\n"
                + "retry: 3000\nid: 7\nunknown: x\nnonsense\n\n"
                + Named(Start)
                + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
                + "event: brand_new\ndata: {\"usage\":{\"output_tokens\":99999}}\n\n"
                + "event: brand_new\ndata: not json\n\n"
                + "data: {\"type\":\"brand_new\",\"usage\":{\"output_tokens\":99999}}\n\n"
                + "event: message_delta\n\n"
                + Named(Block, BlockDelta, Delta)
                + "data: {\"type\":\"brand_new\",\"usage\":{\"output_tokens\":99999}}\n\n"
                + "event: brand_new\ndata: {\"usage\":{\"output_tokens\":99999}}\n\n"
                + Named(Stop)
        );
    }

    [Test]
    public void Spaces_after_the_colon_may_be_missing_or_many()
    {
        AssertExpected(Named(Start, Delta, Stop).Replace(": {", ":{").Replace("event: ", "event:"));
        AssertExpected(
            Named(Start, Delta, Stop).Replace(": {", ":    {").Replace("event: ", "event:   ")
        );
    }

    [Test]
    public void The_event_line_may_follow_the_data()
    {
        AssertExpected(
            $"data: {Start}\nevent: message_start\n\ndata: {Delta}\nevent: message_delta\n\ndata: {Stop}\nevent: message_stop\n\n"
        );
    }

    [Test]
    public void The_name_decides_when_the_data_has_no_type()
    {
        AssertExpected(Named(Start, Delta, Stop).Replace("\"type\":\"message_delta\",", ""));
        AssertExpected(
            Named(Start, Delta, Stop)
                .Replace("\"type\":\"message_delta\",", "")
                .Replace("\n", "\r\n")
        );
    }

    [Test]
    public void Data_of_many_lines_is_one_text()
    {
        var delta =
            "event: message_delta\ndata: {\"type\":\ndata: \"message_delta\",\"usage\":\ndata: {\"output_tokens\":510\ndata: }}\n\n";

        AssertExpected(Named(Start) + delta + Named(Stop));
    }

    [Test]
    public void A_number_does_not_run_on_into_the_next_line()
    {
        var message = Reading.Stream(
            Named(Start)
                + "event: message_delta\ndata: {\"usage\":{\"output_tokens\":51\ndata: 0}}\n\n"
                + Named(Stop)
        );

        Assert.That(message.Complete, Is.False);
    }

    [Test]
    public void A_byte_order_mark_is_tolerated()
    {
        AssertExpected("\uFEFF" + Named(Start, Delta, Stop));
        AssertExpected("\uFEFF" + Unnamed(Start, Delta, Stop));
    }

    [Test]
    public void The_last_empty_line_may_be_missing()
    {
        AssertExpected(Named(Start, Delta, Stop).TrimEnd('\n'));
    }

    [Test]
    public void Later_deltas_overwrite_and_never_add()
    {
        var message = Reading.Stream(
            Named(
                Start,
                """{"type":"message_delta","usage":{"output_tokens":100}}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":10682,"cache_read_input_tokens":null,"output_tokens":510,"server_tool_use":{"web_search_requests":1}}}""",
                Stop
            )
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(
            message.Parts,
            Is.EqualTo(new[] { Expected with { InputTokens = 10682, WebSearchRequests = 1 } })
        );
    }

    [Test]
    public void Cache_writes_that_grew_beyond_the_split_of_the_start_are_held_to_be_short()
    {
        var message = Reading.Stream(
            Named(
                Start,
                """{"type":"message_delta","usage":{"cache_creation_input_tokens":350,"output_tokens":510}}""",
                Stop
            )
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[] { Expected with { CacheWrite5mTokens = 250, CacheSplitAssumed = true } }
            )
        );
    }

    [Test]
    public void A_stream_without_any_usage_has_no_parts()
    {
        var message = Reading.Stream(
            Named(
                """{"type":"message_start","message":{"id":"msg_1","model":"m","content":[]}}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""",
                Stop
            )
        );

        Assert.That(message.Parts, Is.Empty);
        Assert.That(message.StopReason, Is.EqualTo("end_turn"));
        Assert.That(message.Complete, Is.True);
    }

    [Test]
    public void The_placeholder_of_the_start_is_no_final_count()
    {
        var message = Reading.Stream(
            Named(Start, """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", Stop)
        );

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(3));
    }

    [Test]
    public void Without_message_stop_it_is_a_lower_bound()
    {
        var message = Reading.Stream(Named(Start, Delta));

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts, Is.EqualTo(new[] { Expected }));
    }

    [Test]
    public void Without_message_start_the_input_is_not_known()
    {
        var message = Reading.Stream(Named(Delta, Stop));

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(510));
    }

    [Test]
    public void A_message_that_came_to_its_stop_is_complete_though_the_caller_read_no_further()
    {
        var body = Encoding.UTF8.GetBytes(Named(Start, Delta, Stop));

        Assert.That(
            Reading.All(BodyShape.EventStream, body, endOfBody: false).Single().Complete,
            Is.True
        );
    }

    [Test]
    public void A_broken_event_that_matters_makes_the_result_incomplete()
    {
        var message = Reading.Stream(
            Named(Start) + "event: message_delta\ndata: {\"usage\":!\n\n" + Named(Delta, Stop)
        );

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts, Is.EqualTo(new[] { Expected }));
    }

    [Test]
    public void A_number_that_was_cut_is_not_taken_for_whole()
    {
        var message = Reading.Stream(
            Named(Start) + "event: message_delta\ndata: {\"usage\":{\"input_tokens\":26"
        );

        Assert.That(message.Parts.Single().InputTokens, Is.EqualTo(2679));
    }

    [Test]
    public void Money_that_ends_in_mid_stream_is_named()
    {
        var message = Reading.Stream(
            Named(Start, BlockDelta)
                + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Error code: 400 - Monthly spend limit reached. Current usage: $150.00 / $150.00 limit.\"}}\n\n"
        );

        Assert.That(
            message.Error,
            Is.EqualTo(new ClaudeError("invalid_request_error", null, FailureKind.SpendLimit))
        );
        Assert.That(message.Complete, Is.False);
    }

    [Test]
    public void An_error_after_message_stop_still_is_an_error()
    {
        var message = Reading.Stream(Named(Start, Delta, Stop) + "event: error\ndata: gone\n\n");

        Assert.That(message.Error, Is.EqualTo(new ClaudeError(null, null, FailureKind.Other)));
        Assert.That(message.Complete, Is.False);
    }

    [Test]
    public void Unknown_counters_of_a_stream_take_the_last_value()
    {
        var message = Reading.Stream(
            Named(
                Start.Replace("\"output_tokens\":3", "\"output_tokens\":3,\"new_tokens\":4"),
                """{"type":"message_delta","usage":{"output_tokens":5,"new_tokens":6}}""",
                Stop
            )
        );

        Assert.That(
            message.Parts.Single().UnknownCounters,
            Is.EqualTo(new Dictionary<string, long> { ["new_tokens"] = 6 })
        );
    }

    [Test]
    public void A_long_stream_allocates_no_more_than_a_short_one()
    {
        var start = Encoding.UTF8.GetBytes(Named(Start, Block));
        var deltas = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(Named(BlockDelta), 500))
        );
        var end = Encoding.UTF8.GetBytes(Named(Delta, Stop));
        long Read(int rounds)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reader = new UsageReader(BodyShape.EventStream, _ => { });
            reader.Write(start);
            for (var i = 0; i < rounds; i++)
                reader.Write(deltas);
            reader.Write(end);
            reader.Complete(true);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Read(1);

        var brief = Read(1);

        Assert.That(Read(200), Is.EqualTo(brief));
        Assert.That(brief, Is.LessThan(3000));
    }

    [Test]
    public void A_name_that_comes_after_its_data_changes_nothing_in_any_pieces()
    {
        // The first data of the event says that it is a part of a block; what calls itself an error afterwards is too late.
        var body = Encoding.UTF8.GetBytes(
            """
            data: {"type":"content_block_delta","x"{

            event: ping
            data: {}
            event: error
            data: {"delta":{"stop_reason":"refusal"}}


            """.ReplaceLineEndings("\n")
        );

        foreach (var size in new[] { int.MaxValue, 1, 7, 64 })
            Assert.That(
                Reading.All(BodyShape.EventStream, body, size).Single().StopReason,
                Is.Null,
                $"pieces of {size}"
            );
    }

    private static void AssertExpected(string body)
    {
        foreach (var size in new[] { int.MaxValue, 1, 7, 64 })
        {
            var message = Reading
                .All(BodyShape.EventStream, Encoding.UTF8.GetBytes(body), size)
                .Single();
            Assert.That(message.Complete, Is.True, $"pieces of {size}");
            Assert.That(message.Parts, Is.EqualTo(new[] { Expected }), $"pieces of {size}");
        }
    }

    private static string Named(params string[] events) =>
        string.Concat(events.Select(data => $"event: {data.Split('"')[3]}\ndata: {data}\n\n"));

    private static string Unnamed(params string[] events) =>
        string.Concat(events.Select(data => $"data: {data}\n\n"));
}
