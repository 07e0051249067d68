using System.Text;

namespace CiBudget.Wire.Tests;

/// <summary>Streams of more than one message, of messages whose events come out of order, and what comes after the end.</summary>
public sealed class StreamLifecycleTests
{
    private const string Delta =
        """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":50}}""";

    private const string Block =
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";

    private const string BlockDelta =
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""";

    private const string Stop = """{"type":"message_stop"}""";

    [Test]
    public void Two_whole_messages_are_both_billed()
    {
        var message = Read(
            Events(Start("a", 10), Block, BlockDelta, Delta, Stop, Start("b", 20), Delta, Stop)
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(message.MessageId, Is.EqualTo("b"));
        Assert.That(message.Parts.Select(part => part.InputTokens), Is.EqualTo(new[] { 10, 20 }));
        Assert.That(message.Parts.Select(part => part.OutputTokens), Is.EqualTo(new[] { 50, 50 }));
    }

    [Test]
    public void Three_messages_are_three()
    {
        var message = Read(
            Events(Start("a", 10), Start("b", 20), Start("c", 30), Block, Delta, Stop)
        );

        Assert.That(message.Complete, Is.False);
        Assert.That(
            message.Parts.Select(part => (part.Model, part.InputTokens, part.OutputTokens)),
            Is.EqualTo(new[] { ("m-a", 10, 1), ("m-b", 20, 1), ("m-c", 30, 50L) })
        );
    }

    [Test]
    public void A_message_without_an_id_is_no_repetition_of_another() =>
        Assert.That(
            Read(Events(Start(null, 10), Delta, Stop, Start(null, 20), Delta, Stop))
                .Parts.Select(part => part.InputTokens),
            Is.EqualTo(new[] { 10, 20 })
        );

    [TestCase(true)]
    [TestCase(false)]
    public void The_same_message_twice_is_billed_once(bool firstIsWhole)
    {
        string[] first = firstIsWhole ? [Start("a", 10), Delta, Stop] : [Start("a", 10)];
        var message = Read(Events([.. first, Start("a", 10), Delta, Stop]));

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(50));
    }

    [Test]
    public void A_message_that_is_repeated_and_cut_keeps_what_was_counted()
    {
        var message = Read(Events(Start("a", 10), Block, Delta, Start("a", 10)));

        Assert.That(message.Complete, Is.False);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(50));
    }

    [Test]
    public void A_counter_that_cannot_be_read_makes_all_of_the_stream_unmeasured()
    {
        var message = Read(
            Events(
                Start("a", 10).Replace(":10", ":\"10\"", StringComparison.Ordinal),
                Start("b", 20),
                Delta,
                Stop
            )
        );

        Assert.That(message.UnreadableCounter, Is.EqualTo("usage.input_tokens"));
        Assert.That(message.Parts, Is.Empty);
    }

    [TestCase("null", "usage.output_tokens")]
    [TestCase("\"50\"", "usage.output_tokens")]
    [TestCase("-1", "usage.output_tokens")]
    public void A_last_count_that_is_none_makes_the_stream_unmeasured(string value, string counter)
    {
        var message = Read(
            Events(Start("a", 10), Delta.Replace("50", value, StringComparison.Ordinal), Stop)
        );

        Assert.That(message.UnreadableCounter, Is.EqualTo(counter));
        Assert.That(message.Parts, Is.Empty);
    }

    [TestCase("data: [DONE]\n\n")]
    [TestCase("data:[DONE] \n\n")]
    [TestCase("data: DONE\n\ndata: [DONE]\n\n")]
    [TestCase("data: [DONE]\n\ndata: [DONE]\n\n: bye\n\n")]
    [TestCase("data: bye\n\n")]
    [TestCase("data: \n\n")]
    public void What_comes_after_the_stop_and_is_no_event_harms_nothing(string after)
    {
        var message = Read(Events(Start("a", 10), Block, Delta, Stop) + after);

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(50));
    }

    [TestCase("data: [DONE]\n\n")]
    [TestCase("data: bye\n\n")]
    public void The_mark_of_another_dialect_is_no_stop(string after) =>
        Assert.That(Read(Events(Start("a", 10), Delta) + after).Complete, Is.False);

    [TestCase("DSP", Description = "delta, start, stop")]
    [TestCase("PSD")]
    [TestCase("SPD")]
    [TestCase("SP")]
    [TestCase("SD")]
    [TestCase("DP")]
    [TestCase("BSDP", Description = "a block before the start")]
    [TestCase("SDBP", Description = "a block after the last count")]
    [TestCase("SDTP")]
    [TestCase("SDPT")]
    [TestCase("PSDP")]
    public void Events_out_of_order_are_a_lower_bound(string order)
    {
        var message = Read(Events([.. order.Select(Named)]));

        Assert.That(message.Complete, Is.False);
        Assert.That(
            message.Parts.Sum(part => part.OutputTokens),
            Is.EqualTo(order.Contains('D', StringComparison.Ordinal) ? 50 : 1)
        );
    }

    [TestCase("SBTDP")]
    [TestCase("SDDP", Description = "more than one delta")]
    [TestCase("SBDTDP", Description = "a count in the middle and one at the end")]
    [TestCase("SDP")]
    public void Events_in_order_are_complete(string order) =>
        Assert.That(Read(Events([.. order.Select(Named)])).Complete, Is.True);

    [Test]
    public void A_whole_message_framed_as_one_event_is_the_message()
    {
        var message = Read(
            """data: {"id":"a","type":"message","model":"m","content":[],"usage":{"input_tokens":10,"output_tokens":50}}"""
                + "\n\n"
        );

        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts.Single().OutputTokens, Is.EqualTo(50));
    }

    [Test]
    public void An_error_instead_of_an_answer_is_the_answer()
    {
        var message = Read(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n"
        );

        Assert.That(message.Error!.Kind, Is.EqualTo(FailureKind.Overloaded));
        Assert.That(message.Complete, Is.True);
        Assert.That(message.Parts, Is.Empty);
    }

    private static string Named(char letter) =>
        letter switch
        {
            'S' => Start("a", 10),
            'B' => Block,
            'T' => BlockDelta,
            'D' => Delta,
            _ => Stop,
        };

    private static string Start(string? id, int input) =>
        $$"""{"type":"message_start","message":{ {{(id is null ? "" : $"\"id\":\"{id}\",")}}"model":"m-{{id}}","usage":{"input_tokens":{{input}},"output_tokens":1} } }""";

    private static string Events(params string[] events) =>
        string.Concat(events.Select(data => $"event: {data.Split('"')[3]}\ndata: {data}\n\n"));

    /// <summary>Reads in any pieces, with and without event names, and as frames of Bedrock.</summary>
    private static ResponseUsage Read(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var whole = Reading.All(BodyShape.EventStream, bytes).Single();
        foreach (var size in new[] { 1, 5, 64 })
            Assert.That(
                Reading.Describe(Reading.All(BodyShape.EventStream, bytes, size)),
                Is.EqualTo(Reading.Describe(whole)),
                $"pieces of {size}"
            );
        var unnamed = string.Concat(
            stream
                .Split('\n')
                .Where(line => !line.StartsWith("event:", StringComparison.Ordinal))
                .Select(line => line + "\n")
        );
        Assert.That(
            Reading.Describe(Reading.Stream(unnamed)),
            Is.EqualTo(Reading.Describe(whole)),
            "without names"
        );
        return whole;
    }
}
