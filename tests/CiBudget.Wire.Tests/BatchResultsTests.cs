using System.Text;

namespace CiBudget.Wire.Tests;

public sealed class BatchResultsTests
{
    private const string Succeeded =
        """{"custom_id":"a","result":{"type":"succeeded","message":{"id":"msg_1","model":"claude-opus-5-5","content":[],"usage":{"input_tokens":11,"output_tokens":36}}}}""";

    [Test]
    public void A_line_is_reported_while_the_body_still_passes()
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(BodyShape.JsonLines, messages.Add);

        reader.Write(Encoding.UTF8.GetBytes(Succeeded));
        Assert.That(messages, Is.Empty);
        reader.Write("\n"u8);

        Assert.That(messages, Has.Count.EqualTo(1));
        Assert.That(messages[0].Parts.Single(), Is.EqualTo(Part));
    }

    [Test]
    public void A_bad_line_spoils_no_other()
    {
        var messages = Read(
            $"{Succeeded}\n{{\"custom_id\":\"b\",\"result\":!\n\r\n{Succeeded}\r\n"
        );

        Assert.That(
            messages.Select(message => message.Complete),
            Is.EqualTo(new[] { true, false, true })
        );
        Assert.That(messages.Select(message => message.Parts.Count), Is.EqualTo(new[] { 1, 0, 1 }));
    }

    [Test]
    public void The_last_line_needs_no_line_end()
    {
        Assert.That(
            Read($"{Succeeded}\n{Succeeded}"),
            Has.Count.EqualTo(2).And.All.Matches<ResponseUsage>(m => m.Complete)
        );
    }

    [Test]
    public void Values_of_one_line_do_not_reach_the_next()
    {
        var messages = Read($"{Succeeded}\n{{\"result\":{{\"type\":\"expired\"}}}}\n");

        Assert.That(messages[1].MessageId, Is.Null);
        Assert.That(messages[1].Model, Is.Null);
        Assert.That(messages[1].Parts, Is.Empty);
    }

    [TestCase(
        """{"type":"invalid_request_error","message":"x"}""",
        "invalid_request_error",
        FailureKind.InvalidRequest
    )]
    [TestCase(
        """{"error":{"type":"billing_error","message":"x"},"type":"error"}""",
        "billing_error",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        """{"type":"error","error":{"type":"overloaded_error"},"request_id":"req_1"}""",
        "overloaded_error",
        FailureKind.Overloaded
    )]
    public void An_errored_line_is_named(string error, string type, FailureKind kind)
    {
        var message = Read(
                $$"""{"custom_id":"b","result":{"type":"errored","error":{{error}} } }"""
            )
            .Single();

        Assert.That(message.Error, Is.EqualTo(new ClaudeError(type, null, kind)));
        Assert.That(message.Complete, Is.True);
    }

    [TestCase("")]
    [TestCase("\n")]
    public void A_cut_between_lines_is_reported(string lineEnd)
    {
        var messages = Reading.All(
            BodyShape.JsonLines,
            Encoding.UTF8.GetBytes(Succeeded + lineEnd),
            endOfBody: false
        );

        Assert.That(
            messages.Select(message => message.Complete),
            Is.EqualTo(new[] { true, false })
        );
        Assert.That(messages, Has.All.Matches<ResponseUsage>(message => message.BatchResult));
    }

    [Test]
    public void A_cut_inside_a_line_is_reported_once()
    {
        var messages = Reading.All(
            BodyShape.JsonLines,
            Encoding.UTF8.GetBytes(Succeeded[..^4]),
            endOfBody: false
        );

        Assert.That(messages.Select(message => message.Complete), Is.EqualTo(new[] { false }));
    }

    [Test]
    public void An_empty_result_has_no_messages()
    {
        Assert.That(Read(""), Is.Empty);
    }

    private static Usage Part =>
        new()
        {
            Model = "claude-opus-5-5",
            InputTokens = 11,
            OutputTokens = 36,
            Batch = true,
        };

    private static List<ResponseUsage> Read(string body) =>
        Reading.All(BodyShape.JsonLines, Encoding.UTF8.GetBytes(body));
}
