namespace CiBudget.Wire.Tests;

/// <summary>Answers that more than one model, or more than one attempt, had a part in; and refusals.</summary>
public sealed class ModelsAndAttemptsTests
{
    [Test]
    public void A_refusal_before_any_output_is_shown_and_not_billed()
    {
        var message = Reading.Json(
            """
            {"id":"msg_1","type":"message","model":"claude-fable-5-2","content":[],"stop_reason":"refusal",
             "stop_details":{"type":"refusal","category":"cyber"},"usage":{"input_tokens":412,"output_tokens":8}}
            """
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(
            message.Parts,
            Is.EqualTo(
                new[]
                {
                    new Usage
                    {
                        Model = "claude-fable-5-2",
                        InputTokens = 412,
                        OutputTokens = 8,
                        Unbilled = UnbilledReason.Refusal,
                    },
                }
            )
        );
    }

    [TestCase("""[{"type":"text","text":"Well"}]""")]
    [TestCase("null")]
    [TestCase("\"\"")]
    public void A_refusal_with_output_or_without_content_to_look_at_is_billed(string content)
    {
        var message = Reading.Json(
            $$"""{"model":"m","content":{{content}},"stop_reason":"refusal","usage":{"input_tokens":412,"output_tokens":8} }"""
        );

        Assert.That(message.Parts.Single().Unbilled, Is.EqualTo(UnbilledReason.None));
    }

    [TestCase("", UnbilledReason.Refusal)]
    [TestCase("content_block_start", UnbilledReason.None)]
    [TestCase("content_block_delta", UnbilledReason.None)]
    public void A_streamed_refusal_is_billed_only_after_output(
        string block,
        UnbilledReason expected
    )
    {
        var message = Reading.Stream(
            """data: {"type":"message_start","message":{"model":"m","content":[],"usage":{"input_tokens":412,"output_tokens":1}}}"""
                + "\n\n"
                + (
                    block.Length == 0
                        ? ""
                        : $"event: {block}\ndata: {{\"type\":\"{block}\",\"content_block\":{{}}}}\n\n"
                )
                + """data: {"type":"message_delta","delta":{"stop_reason":"refusal"},"usage":{"output_tokens":1}}"""
                + "\n\n"
                + """data: {"type":"message_stop"}"""
                + "\n\n"
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts.Single().Unbilled, Is.EqualTo(expected));
    }

    [TestCase("service_tier", "priority", "standard")]
    [TestCase("inference_geo", "us", "global")]
    [TestCase("speed", "fast", "standard")]
    public void What_an_iteration_says_of_its_price_comes_before_what_the_top_level_says(
        string name,
        string own,
        string top
    )
    {
        var message = Reading.Json(
            $$"""
            {"model":"m","usage":{"input_tokens":3,"output_tokens":4,"{{name}}":"{{top}}","iterations":[
             {"type":"message","input_tokens":1,"output_tokens":2,"{{name}}":"{{own}}"},
             {"type":"message","input_tokens":2,"output_tokens":2}]} }
            """
        );

        Assert.That(
            message.Parts.Select(part =>
                name switch
                {
                    "service_tier" => part.ServiceTier,
                    "inference_geo" => part.InferenceGeo,
                    _ => part.Speed,
                }
            ),
            Is.EqualTo(new[] { own, top })
        );
    }

    [Test]
    public void A_count_of_zero_is_a_count()
    {
        var message = Reading.Json(
            """{"model":"m","usage":{"input_tokens":0,"output_tokens":0}}"""
        );

        Assert.That(message.Parts, Is.EqualTo(new[] { new Usage { Model = "m" } }));
    }

    [Test]
    public void All_tokens_are_the_prompt_of_every_kind_and_the_output()
    {
        var usage = new Usage
        {
            InputTokens = 1,
            CacheWrite5mTokens = 10,
            CacheWrite1hTokens = 100,
            CacheReadTokens = 1_000,
            OutputTokens = 10_000,
            ThinkingTokens = 7,
        };

        Assert.That(usage.TotalTokens, Is.EqualTo(11_111));
    }

    [Test]
    public void Parts_are_summed_in_every_count()
    {
        var part = new Usage
        {
            InputTokens = 1,
            CacheWrite5mTokens = 2,
            CacheWrite1hTokens = 3,
            CacheReadTokens = 4,
            OutputTokens = 5,
            ThinkingTokens = 6,
            WebSearchRequests = 7,
            WebFetchRequests = 8,
        };

        Assert.That(
            part.Tokens + (part with { Model = "m", ThinkingTokens = 60 }).Tokens,
            Is.EqualTo(
                new Usage
                {
                    InputTokens = 2,
                    CacheWrite5mTokens = 4,
                    CacheWrite1hTokens = 6,
                    CacheReadTokens = 8,
                    OutputTokens = 10,
                    ThinkingTokens = 66,
                    WebSearchRequests = 14,
                    WebFetchRequests = 16,
                }.Tokens
            )
        );
    }

    [Test]
    public void Iterations_are_parts_at_their_own_models_and_replace_the_top_level()
    {
        var message = Message(
            """
            "input_tokens":100,"output_tokens":20,"server_tool_use":{"web_search_requests":2,"web_fetch_requests":1},"new_counter":5,
            "service_tier":"standard","inference_geo":"us","speed":"fast","iterations":[
              {"type":"compaction","input_tokens":9000,"output_tokens":300,"cache_creation_input_tokens":0,"cache_read_input_tokens":0},
              {"type":"message","input_tokens":60,"output_tokens":15,"cache_creation_input_tokens":30,"cache_read_input_tokens":7,
               "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}},
              {"type":"advisor_message","model":"claude-fable-5-2","input_tokens":500,"output_tokens":50,"entry_counter":6},
              {"type":"message","model":"claude-haiku-5-5","input_tokens":40,"output_tokens":5,"cache_creation_input_tokens":3}]
            """
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Model, Is.EqualTo("claude-opus-5-5"));
        Assert.That(
            message.Parts.Select(part => part.Model),
            Is.EqualTo(
                new[]
                {
                    "claude-opus-5-5",
                    "claude-opus-5-5",
                    "claude-fable-5-2",
                    "claude-haiku-5-5",
                }
            )
        );
        Assert.That(
            message.Parts.Select(part => part.InputTokens),
            Is.EqualTo(new[] { 9000, 60, 500, 40 })
        );
        Assert.That(
            message.Parts.Select(part => part.OutputTokens),
            Is.EqualTo(new[] { 300, 15, 50, 5 })
        );
        Assert.That(
            message.Parts.Select(part => part.CacheWrite5mTokens),
            Is.EqualTo(new[] { 0, 10, 0, 3 })
        );
        Assert.That(
            message.Parts.Select(part => part.CacheWrite1hTokens),
            Is.EqualTo(new[] { 0, 20, 0, 0 })
        );
        Assert.That(
            message.Parts.Select(part => part.CacheReadTokens),
            Is.EqualTo(new[] { 0, 7, 0, 0 })
        );
        Assert.That(
            message.Parts.Select(part => part.CacheSplitAssumed),
            Is.EqualTo(new[] { false, false, false, true })
        );
        Assert.That(
            message.Parts.Select(part => part.WebSearchRequests),
            Is.EqualTo(new[] { 2, 0, 0, 0 })
        );
        Assert.That(
            message.Parts.Select(part => part.WebFetchRequests),
            Is.EqualTo(new[] { 1, 0, 0, 0 })
        );
        Assert.That(
            message.Parts,
            Has.All.Matches<Usage>(part =>
                part is { ServiceTier: "standard", InferenceGeo: "us", Speed: "fast" }
            )
        );
        Assert.That(
            message.Parts[0].UnknownCounters,
            Is.EqualTo(new Dictionary<string, long> { ["new_counter"] = 5 })
        );
        Assert.That(
            message.Parts[2].UnknownCounters,
            Is.EqualTo(new Dictionary<string, long> { ["iterations[].entry_counter"] = 6 })
        );
    }

    [Test]
    public void A_declined_attempt_is_not_billed_and_carries_no_tools()
    {
        var message = Message(
            """
            "input_tokens":400,"output_tokens":20,"server_tool_use":{"web_search_requests":2,"web_fetch_requests":0},"iterations":[
              {"type":"message","model":"claude-fable-5-2","input_tokens":412,"output_tokens":0},
              {"type":"fallback_message","model":"claude-opus-5","input_tokens":400,"output_tokens":20}]
            """
        );

        Assert.That(message.Model, Is.EqualTo("claude-opus-5"));
        Assert.That(
            message.Parts.Select(part => part.Unbilled),
            Is.EqualTo(new[] { UnbilledReason.DeclinedAttempt, UnbilledReason.None })
        );
        Assert.That(
            message.Parts.Select(part => part.WebSearchRequests),
            Is.EqualTo(new[] { 0, 2 })
        );
        Assert.That(
            message.Parts.Select(part => part.Model),
            Is.EqualTo(new[] { "claude-fable-5-2", "claude-opus-5" })
        );
    }

    [Test]
    public void An_attempt_that_streamed_before_it_declined_is_billed()
    {
        var message = Message(
            """
            "input_tokens":400,"output_tokens":20,"iterations":[
              {"type":"message","model":"claude-fable-5-2","input_tokens":412,"output_tokens":9},
              {"type":"fallback_message","model":"claude-opus-5","input_tokens":400,"output_tokens":20}]
            """
        );

        Assert.That(
            message.Parts.Select(part => part.Unbilled),
            Has.All.EqualTo(UnbilledReason.None)
        );
    }

    [Test]
    public void The_serving_attempt_is_billed_though_it_has_no_output_yet()
    {
        var message = Message(
            """
            "input_tokens":400,"output_tokens":0,"iterations":[
              {"type":"message","model":"claude-fable-5-2","input_tokens":412,"output_tokens":0},
              {"type":"fallback_message","model":"claude-opus-5","input_tokens":400,"output_tokens":0}]
            """
        );

        Assert.That(
            message.Parts.Select(part => part.Unbilled),
            Is.EqualTo(new[] { UnbilledReason.DeclinedAttempt, UnbilledReason.None })
        );
    }

    [Test]
    public void Nothing_is_billed_when_every_attempt_declined()
    {
        var message = Reading.Json(
            """
            {"model":"claude-opus-5","content":[],"stop_reason":"refusal","usage":{"input_tokens":400,"output_tokens":0,"iterations":[
              {"type":"message","model":"claude-fable-5-2","input_tokens":412,"output_tokens":0},
              {"type":"fallback_message","model":"claude-opus-5","input_tokens":400,"output_tokens":0}]}}
            """
        );

        Assert.That(
            message.Parts.Select(part => part.Unbilled),
            Is.EqualTo(new[] { UnbilledReason.DeclinedAttempt, UnbilledReason.Refusal })
        );
    }

    [Test]
    public void A_serving_attempt_that_declined_too_is_not_billed()
    {
        var message = Reading.Json(
            """
            {"model":"m","content":[{"type":"fallback","to":{"model":"claude-opus-5"}}],"stop_reason":"refusal",
             "usage":{"input_tokens":400,"output_tokens":0,"iterations":[
              {"type":"message","model":"claude-fable-5-2","input_tokens":412,"output_tokens":3},
              {"type":"fallback_message","model":"claude-opus-5","input_tokens":400,"output_tokens":0}]}}
            """
        );

        Assert.That(
            message.Parts.Select(part => part.Unbilled),
            Is.EqualTo(new[] { UnbilledReason.None, UnbilledReason.DeclinedAttempt })
        );
    }

    [Test]
    public void An_entry_without_output_outside_a_fallback_is_billed()
    {
        var message = Message(
            """ "input_tokens":4,"output_tokens":0,"iterations":[{"type":"message","input_tokens":4,"output_tokens":0}] """
        );

        Assert.That(message.Parts.Single().Unbilled, Is.EqualTo(UnbilledReason.None));
    }

    [Test]
    public void An_adviser_without_a_model_is_not_priced_at_another()
    {
        var message = Message(
            """ "input_tokens":4,"output_tokens":1,"iterations":[{"type":"advisor_message","input_tokens":4,"output_tokens":1}] """
        );

        Assert.That(message.Parts.Single().Model, Is.Null);
    }

    [Test]
    public void An_empty_list_of_iterations_says_nothing()
    {
        Assert.That(
            Message(""" "input_tokens":4,"output_tokens":1,"iterations":[] """)
                .Parts.Single()
                .InputTokens,
            Is.EqualTo(4)
        );
    }

    [Test]
    public void A_fallback_block_names_the_serving_model()
    {
        var message = Reading.Json(
            """
            {"model":"claude-fable-5-2","content":[{"type":"text","text":"a"},
              {"type":"fallback","from":{"model":"claude-fable-5-2"},"to":{"model":"claude-opus-5"}},
              {"type":"tool_use","to":{"model":"not-a-model"}}],"usage":{"input_tokens":1,"output_tokens":2}}
            """
        );

        Assert.That(message.Model, Is.EqualTo("claude-opus-5"));
        Assert.That(message.Parts.Single().Model, Is.EqualTo("claude-opus-5"));
    }

    [Test]
    public void A_fallback_in_mid_stream_names_the_serving_model()
    {
        var message = Reading.Stream(
            string.Concat(
                new[]
                {
                    """{"type":"message_start","message":{"model":"claude-fable-5-2","content":[],"usage":{"input_tokens":412,"output_tokens":1}}}""",
                    """{"type":"content_block_start","index":0,"content_block":{"type":"fallback","to":{"model":"claude-opus-5"}}}""",
                    """{"type":"content_block_stop","index":0}""",
                    """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":20,"iterations":[{"type":"message","input_tokens":412,"output_tokens":0},{"type":"fallback_message","model":"claude-opus-5","input_tokens":400,"output_tokens":20}]}}""",
                    """{"type":"message_stop"}""",
                }.Select(data => $"data: {data}\n\n")
            )
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Model, Is.EqualTo("claude-opus-5"));
        Assert.That(
            message.Parts.Select(part => part.Model),
            Is.EqualTo(new[] { "claude-fable-5-2", "claude-opus-5" })
        );
        Assert.That(
            message.Parts.Select(part => part.Unbilled),
            Is.EqualTo(new[] { UnbilledReason.DeclinedAttempt, UnbilledReason.None })
        );
    }

    [Test]
    public void Iterations_that_the_last_delta_does_not_repeat_are_a_lower_bound()
    {
        var message = Reading.Stream(
            """data: {"type":"message_start","message":{"model":"m","usage":{"input_tokens":4,"output_tokens":1,"iterations":[{"type":"message","input_tokens":4,"output_tokens":1}]}}}"""
                + "\n\n"
                + """data: {"type":"message_delta","usage":{"output_tokens":50}}"""
                + "\n\n"
                + """data: {"type":"message_stop"}"""
                + "\n\n"
        );

        Assert.That(message.Complete, Is.False);
    }

    private static ResponseUsage Message(string usage) =>
        Reading.Json(
            $$"""
            {"id":"msg_1","type":"message","model":"claude-opus-5-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn",
             "usage":{ {{usage}} } }
            """
        );
}
