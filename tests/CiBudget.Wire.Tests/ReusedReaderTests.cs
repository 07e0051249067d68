using System.Collections;
using System.Reflection;
using System.Text;

namespace CiBudget.Wire.Tests;

/// <summary>A reader that has read is given to the next answer: nothing of the one before may be left in it.</summary>
public sealed class ReusedReaderTests
{
    // Sets every field that an answer can set.
    private const string Everything = """
        {"type":"error","id":"msg_1","request_id":"req_1","model":"claude-a","stop_reason":"end_turn","input_tokens":5,
         "error":{"type":"overloaded_error","message":"m","details":{"error_code":"c"}},"content":[{"type":"fallback","to":{"model":"claude-b"}}],
         "usage":{"input_tokens":-1,"output_tokens":2,"cache_creation_input_tokens":3,"cache_read_input_tokens":4,
         "cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":2},"output_tokens_details":{"thinking_tokens":1},
         "server_tool_use":{"web_search_requests":1,"web_fetch_requests":1},"service_tier":"s","inference_geo":"g","speed":"f","new":{"x":[7]},
         "iterations":[{"type":"message","model":"claude-a","input_tokens":1,"output_tokens":1}]}}
        """;

    private static string Read(string body, int cut = int.MaxValue)
    {
        var reader = new UsageReader(BodyShape.Json, null, 200);
        var bytes = Encoding.UTF8.GetBytes(body);
        reader.Write(bytes.AsSpan(0, Math.Min(cut, bytes.Length)));
        reader.Complete(endOfBody: true);
        var message = reader.Message!;
        return $"{message with { Parts = [] }} {string.Join(";", message.Parts)}";
    }

    [Test]
    public void An_answer_cut_anywhere_leaves_nothing_to_the_next()
    {
        const string Next = """{"usage":{"input_tokens":1}}""";
        var alone = Read(Next);

        for (var cut = 0; cut <= Everything.Length; cut++)
        {
            Read(Everything, cut);
            Assert.That(Read(Next), Is.EqualTo(alone), $"cut after {cut} bytes");
        }
    }

    [Test]
    public void A_cleared_message_is_as_a_new_one()
    {
        var message = new MessageFields();
        var visitor = new MessageVisitor(message);
        var scanner = new JsonScanner(visitor);
        scanner.Write(Encoding.UTF8.GetBytes(Everything));
        message.IterationsOutdated = true;
        Assert.That(Same(message, new MessageFields()), Is.False);

        message.Clear();
        visitor.Clear();

        Assert.That(Same(message, new MessageFields()), Is.True);
        Assert.That(Same(visitor, new MessageVisitor(new MessageFields())), Is.True);
    }

    [Test]
    public void A_request_reader_starts_over()
    {
        var reader = new RequestReader("run");
        reader.Write("""{"model":"a","max_tokens":7,"stream":true,"messages":["x"""u8);
        reader.Reset();
        reader.Write("""{"messages":[]}"""u8);
        var fresh = new RequestReader("run");
        fresh.Write("""{"messages":[]}"""u8);

        Assert.Multiple(() =>
        {
            Assert.That(
                (reader.Model, reader.MaxTokens, reader.Stream),
                Is.EqualTo((null as string, null as long?, false))
            );
            Assert.That(reader.Length, Is.EqualTo(fresh.Length));
            Assert.That(reader.PromptHash(), Is.EqualTo(fresh.PromptHash()));
        });
    }

    [Test]
    public void A_request_reader_that_starts_over_reads_on_as_from_the_beginning()
    {
        var reader = new RequestReader(null);
        reader.Write("""{"model":"a","messages":["x"""u8);
        reader.Reset();
        reader.Write("""{"model":"b","max_tokens":7}"""u8);

        Assert.That((reader.Model, reader.MaxTokens), Is.EqualTo(("b", 7L)));
    }

    /// <summary>All fields alike, empty collections as good as none.</summary>
    private static bool Same(object? one, object? other)
    {
        if (one is ICollection { Count: 0 })
            one = null;
        if (other is ICollection { Count: 0 })
            other = null;
        if (one is null || other is null || one is string || one.GetType().IsValueType)
            return Equals(one, other);
        return one.GetType() == other.GetType()
            && one.GetType()
                .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .All(field => Same(field.GetValue(one), field.GetValue(other)));
    }
}
