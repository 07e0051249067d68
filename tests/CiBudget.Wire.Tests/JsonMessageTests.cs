using System.Text;

namespace CiBudget.Wire.Tests;

public sealed class JsonMessageTests
{
    [Test]
    public void Cache_writes_without_their_lifetime_are_held_to_be_short_and_flagged()
    {
        var part = Part(
            """{"input_tokens":1,"cache_creation_input_tokens":700,"output_tokens":2}"""
        );

        Assert.That(part.CacheWrite5mTokens, Is.EqualTo(700));
        Assert.That(part.CacheWrite1hTokens, Is.Zero);
        Assert.That(part.CacheSplitAssumed, Is.True);
    }

    [Test]
    public void Cache_writes_beyond_their_split_are_held_to_be_short_and_flagged()
    {
        var part = Part(
            """
            {"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":700,
             "cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":500}}
            """
        );

        Assert.That(part.CacheWrite5mTokens, Is.EqualTo(200));
        Assert.That(part.CacheWrite1hTokens, Is.EqualTo(500));
        Assert.That(part.CacheSplitAssumed, Is.True);
    }

    [Test]
    public void A_split_without_a_total_is_taken()
    {
        var part = Part(
            """{"input_tokens":1,"output_tokens":2,"cache_creation":{"ephemeral_1h_input_tokens":9}}"""
        );

        Assert.That(
            (part.CacheWrite5mTokens, part.CacheWrite1hTokens, part.CacheSplitAssumed),
            Is.EqualTo((0, 9, false))
        );
    }

    [Test]
    public void Nulls_are_as_good_as_absent()
    {
        var part = Part(
            """
            {"input_tokens":1,"output_tokens":2,"cache_creation":null,"cache_creation_input_tokens":null,"cache_read_input_tokens":null,
             "output_tokens_details":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"speed":null,
             "iterations":null,"fallback_credit":null}
            """
        );

        Assert.That(
            part,
            Is.EqualTo(
                new Usage
                {
                    Model = "claude-opus-5-5",
                    InputTokens = 1,
                    OutputTokens = 2,
                }
            )
        );
    }

    [Test]
    public void Server_tools_tier_geo_and_speed_are_read()
    {
        var part = Part(
            """
            {"input_tokens":1,"output_tokens":2,"server_tool_use":{"web_search_requests":3,"web_fetch_requests":4},
             "service_tier":"priority","inference_geo":"us","speed":"fast"}
            """
        );

        Assert.That((part.WebSearchRequests, part.WebFetchRequests), Is.EqualTo((3, 4)));
        Assert.That(
            (part.ServiceTier, part.InferenceGeo, part.Speed),
            Is.EqualTo(("priority", "us", "fast"))
        );
    }

    [Test]
    public void Unknown_counters_are_kept_by_path()
    {
        var part = Part(
            """
            {"input_tokens":1,"output_tokens":2,"server_tool_use":{"web_search_requests":1,"code_execution_requests":5},
             "cache_creation":{"ephemeral_24h_input_tokens":6},"output_tokens_details":{"thinking_tokens":1,"spoken_tokens":7},
             "audio":{"minutes":8,"parts":[{"seconds":9}]},"video_frames":10}
            """
        );

        Assert.That(
            part.UnknownCounters,
            Is.EquivalentTo(
                new Dictionary<string, long>
                {
                    ["server_tool_use.code_execution_requests"] = 5,
                    ["cache_creation.ephemeral_24h_input_tokens"] = 6,
                    ["output_tokens_details.spoken_tokens"] = 7,
                    ["audio.minutes"] = 8,
                    ["audio.parts[].seconds"] = 9,
                    ["video_frames"] = 10,
                }
            )
        );
    }

    [Test]
    public void Unknown_names_without_a_count_are_no_counters()
    {
        var part = Part(
            """
            {"input_tokens":1,"output_tokens":2,"mood":"good","empty":{},"zero":0,"none":null,"flag":true,"list":["a"],
             "fallback_credit":{"status":"redeemed"}}
            """
        );

        Assert.That(part.UnknownCounters, Is.Null);
    }

    [TestCase("2.0", 2)]
    [TestCase("2e3", 2000)]
    [TestCase("1.5e1", 15)]
    [TestCase("2500e-2", 25)]
    [TestCase("0", 0)]
    [TestCase("-0", 0)]
    public void Whole_numbers_count_however_they_are_written(string number, long tokens)
    {
        Assert.That(
            Part($$"""{"input_tokens":1,"output_tokens":{{number}} }""").OutputTokens,
            Is.EqualTo(tokens)
        );
    }

    private static readonly string[] NoCounts =
    [
        "\"400\"",
        "\"\"",
        "-5",
        "2.5",
        "1e99",
        "1e-3",
        "99999999999999999999999999",
        "true",
        "{}",
        "{\"value\":5}",
        "[]",
        "[5]",
    ];

    [Test]
    public void A_counter_that_is_no_count_makes_the_answer_unmeasured_and_is_named(
        [Values(
            "input_tokens",
            "output_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "cache_creation.ephemeral_5m_input_tokens",
            "cache_creation.ephemeral_1h_input_tokens",
            "output_tokens_details.thinking_tokens",
            "server_tool_use.web_search_requests",
            "server_tool_use.web_fetch_requests"
        )]
            string counter,
        [ValueSource(nameof(NoCounts))] string value,
        [Values(1, int.MaxValue)] int pieceSize
    )
    {
        var dot = counter.IndexOf('.', StringComparison.Ordinal);
        var field =
            dot < 0
                ? $"\"{counter}\":{value}"
                : $"\"{counter[..dot]}\":{{\"{counter[(dot + 1)..]}\":{value}}}";
        var others = string.Concat(
            new[] { "input_tokens", "output_tokens" }
                .Where(name => name != counter)
                .Select(name => $"\"{name}\":7,")
        );

        var message = Reading
            .All(BodyShape.Json, Encoding.UTF8.GetBytes(Body($"{{{others}{field}}}")), pieceSize)
            .Single();

        Assert.That(message.UnreadableCounter, Is.EqualTo("usage." + counter));
        Assert.That(message.Parts, Is.Empty);
    }

    [TestCase("""{"input_tokens":5}""", "usage.output_tokens")]
    [TestCase("""{"input_tokens":5,"output_tokens":null}""", "usage.output_tokens")]
    [TestCase("""{"output_tokens":5}""", "usage.input_tokens")]
    [TestCase("""{"input_tokens":null,"output_tokens":5}""", "usage.input_tokens")]
    [TestCase("""{"cache_read_input_tokens":5}""", "usage.input_tokens")]
    [TestCase(""" "free" """, "usage")]
    [TestCase("7", "usage")]
    [TestCase("[7]", "usage")]
    [TestCase(
        """{"input_tokens":5,"output_tokens":5,"cache_creation":7}""",
        "usage.cache_creation"
    )]
    [TestCase(
        """{"input_tokens":5,"output_tokens":5,"server_tool_use":[1]}""",
        "usage.server_tool_use"
    )]
    [TestCase("""{"input_tokens":5,"output_tokens":5,"iterations":7}""", "usage.iterations")]
    [TestCase(
        """{"input_tokens":5,"output_tokens":5,"iterations":{"type":"message"}}""",
        "usage.iterations"
    )]
    [TestCase("""{"input_tokens":5,"output_tokens":5,"iterations":[7]}""", "usage.iterations[]")]
    [TestCase(
        """{"input_tokens":5,"output_tokens":5,"iterations":[{"type":"compaction","input_tokens":1}]}""",
        "usage.iterations[].output_tokens"
    )]
    [TestCase(
        """{"input_tokens":5,"output_tokens":5,"iterations":[{"type":"message","input_tokens":1,"output_tokens":"2"}]}""",
        "usage.iterations[].output_tokens"
    )]
    public void Usage_that_lacks_what_it_has_to_have_is_unmeasured(string usage, string counter)
    {
        var message = Message(usage);

        Assert.That(message.UnreadableCounter, Is.EqualTo(counter));
        Assert.That(message.Parts, Is.Empty);
    }

    [TestCase("""{"input_tokens":5,"output_tokens":5,"cache_creation":[]}""")]
    [TestCase("""{"input_tokens":5,"output_tokens":5,"iterations":[null]}""")]
    [TestCase("""{"input_tokens":5,"output_tokens":5,"total_tokens":"ten","totalTokens":-1}""")]
    public void What_counts_nothing_harms_nothing(string usage) =>
        Assert.That(Part(usage).TotalTokens, Is.EqualTo(10));

    [TestCase("-1", 1)]
    [TestCase("0.5", 1)]
    [TestCase("1e99", 1)]
    [TestCase("6", 6)]
    public void An_unknown_counter_counts_something_whatever_it_says(string value, long count) =>
        Assert.That(
            Part($$"""{"input_tokens":5,"output_tokens":5,"new":{{value}} }""").UnknownCounters,
            Is.EqualTo(new Dictionary<string, long> { ["new"] = count })
        );

    [TestCase("""{"type":"message","id":"msg_1","model":"m","content":[]}""")]
    [TestCase("""{"type":"message","usage":{}}""")]
    [TestCase("""{"type":"message","usage":null,"input_tokens":5}""")]
    [TestCase("{}")]
    [TestCase("[]")]
    public void A_body_without_usage_has_no_parts(string body)
    {
        var message = Reading.Json(body);

        Assert.That(message.Parts, Is.Empty);
        Assert.That(message.Complete, Is.True);
    }

    [Test]
    public void A_token_count_is_free()
    {
        var message = Reading.Json(
            """{"input_tokens":2095,"context_management":{"original_input_tokens":9000}}"""
        );

        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage { InputTokens = 2095, Unbilled = UnbilledReason.CountTokens },
                }
            )
        );
        Assert.That(message.Complete, Is.True);
    }

    [Test]
    public void Usage_inside_the_content_is_text_and_not_usage()
    {
        var body = Encoding.UTF8.GetBytes(
            """
            {"type":"message","model":"claude-haiku-5-5","content":[
              {"type":"text","text":"{\"usage\":{\"output_tokens\":999}} \\"},
              {"type":"tool_use","id":"toolu_1","input":{"usage":{"output_tokens":999},"model":"x","a":["}",{"b":"\\\""}]}}],
             "usage":{"input_tokens":1,"output_tokens":2}}
            """
        );
        var usage = new Usage
        {
            Model = "claude-haiku-5-5",
            InputTokens = 1,
            OutputTokens = 2,
        };

        for (var size = 1; size <= body.Length; size++)
        {
            var message = Reading.All(BodyShape.Json, body, size).Single();
            Assert.That(message.Complete, Is.True, $"pieces of {size}");
            Assert.That(message.Parts, Is.EqualTo(new[] { usage }), $"pieces of {size}");
        }
    }

    [Test]
    public void Escapes_in_names_and_values_are_understood()
    {
        var message = Reading.Json(
            "{\"\\u0075sage\":{\"input\\u005Ftokens\":1,\"output_tokens\":2},\"model\":\"a\\/b\\u00e9\\u20ac\\ud83d\\ude00\\n\"}"
        );

        Assert.That(message.Model, Is.EqualTo("a/bé€??\n"));
        Assert.That(message.Parts.Single().InputTokens, Is.EqualTo(1));
    }

    [Test]
    public void A_byte_order_mark_is_tolerated()
    {
        Assert.That(
            Reading.Json("\uFEFF{\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}").Complete,
            Is.True
        );
    }

    [Test]
    public void A_very_long_name_is_cut()
    {
        var message = Reading.Json(
            $$"""{"model":"{{new string('m', 5000)}}","usage":{"input_tokens":1,"output_tokens":2} }"""
        );

        Assert.That(message.Model, Has.Length.EqualTo(256));
    }

    [TestCase("<html><body>502 Bad Gateway</body></html>")]
    [TestCase("upstream connect error")]
    [TestCase("")]
    [TestCase("{\"usage\":{\"input_tokens\":5")]
    [TestCase("{\"usage\":}")]
    [TestCase("{\"usage\":{}]")]
    [TestCase("{\"a\" \"b\"}")]
    [TestCase("{} {}")]
    [TestCase("nul!")]
    [TestCase("{\"a\":\"\\")]
    [TestCase("{\"model\":\"\\x\"}")]
    [TestCase("{\"model\":\"\\u12g4\"}")]
    public void What_is_no_whole_json_is_incomplete(string body)
    {
        var message = Reading.Json(body);

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts, Is.Empty);
    }

    [Test]
    public void A_cut_body_keeps_what_was_read_whole()
    {
        var message = Reading.Json(
            """{"model":"m","usage":{"input_tokens":50,"output_tokens":12"""
        );

        Assert.That(message.Complete, Is.False);
        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage { Model = "m", InputTokens = 50 },
                }
            )
        );
    }

    [Test]
    public void A_whole_message_stays_complete_when_the_caller_stops_before_the_end_of_the_body()
    {
        var message = Reading
            .All(BodyShape.Json, WireFiles.Read("message.json"), endOfBody: false)
            .Single();

        Assert.That(message.Complete, Is.True);
    }

    [Test]
    public void Deep_nesting_is_passed_over()
    {
        var deep =
            string.Concat(Enumerable.Repeat("""{"x":[""", 5000))
            + "1"
            + string.Concat(Enumerable.Repeat("]}", 5000));

        var message = Message($$"""{"input_tokens":1,"deep":{{deep}},"output_tokens":2}""");

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(2));
    }

    [Test]
    public void A_body_is_reported_once()
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(BodyShape.Json, messages.Add);

        reader.Write("""{"usage":{"input_tokens":1,"output_tokens":2}}"""u8);
        reader.Complete(true);
        reader.Write("x"u8);
        reader.Complete(false);

        Assert.That(messages, Has.Count.EqualTo(1));
        Assert.That(messages[0].Complete, Is.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_free_endpoint_reports_no_parts(bool endOfBody)
    {
        var message = Reading
            .All(BodyShape.None, "{\"usage\":{\"input_tokens\":1}}"u8, endOfBody: endOfBody)
            .Single();

        Assert.That(
            (message.Parts.Count, message.Complete, message.Error),
            Is.EqualTo((0, endOfBody, (ClaudeError?)null))
        );
    }

    private static Usage Part(string usage)
    {
        var message = Message(usage);
        Assert.That(message.Complete, Is.True);
        return message.Parts.Single();
    }

    private static ResponseUsage Message(string usage) => Reading.Json(Body(usage));

    private static string Body(string usage) =>
        $$"""
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5","content":[{"type":"text","text":"hi"}],
             "stop_reason":"end_turn","usage":{{usage}}}
            """;
}
