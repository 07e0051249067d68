using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using CiBudget.Tests;
using Microsoft.Extensions.AI;
using Usage = CiBudget.Tokens.Usage;

namespace CiBudget.Capture.Tests;

public sealed class SdkTests
{
    // The counts of wire/message.json and wire/stream-cache-thinking-tool.sse, read by eye.
    private static void IsThePlainAnswer(Usage usage)
    {
        Assert.Multiple(() =>
        {
            Assert.That(usage.Model, Is.EqualTo("claude-opus-5-5"));
            Assert.That(usage.InputTokens, Is.EqualTo(2095));
            Assert.That(usage.CacheWrite5mTokens, Is.EqualTo(2051));
            Assert.That(usage.CacheReadTokens, Is.EqualTo(2051));
            Assert.That(usage.OutputTokens, Is.EqualTo(503));
        });
    }

    private static void IsTheStreamedAnswer(Usage usage)
    {
        Assert.Multiple(() =>
        {
            Assert.That(usage.InputTokens, Is.EqualTo(25));
            Assert.That(usage.CacheWrite5mTokens, Is.EqualTo(1000));
            Assert.That(usage.CacheWrite1hTokens, Is.EqualTo(200));
            Assert.That(usage.CacheReadTokens, Is.EqualTo(4096));
            Assert.That(usage.OutputTokens, Is.EqualTo(142));
            Assert.That(usage.ThinkingTokens, Is.EqualTo(31));
        });
    }

    private static Task<Server> StreamServer(string file) =>
        Server.Start(context => Server.Stream(context, WireFiles.Read(file)));

    [Test]
    public async Task A_plain_call_is_one_entry_with_all_that_is_known()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(
            server,
            options => options with { CurrentTest = () => new TestIdentity { Name = "T" } }
        );
        using var client = Ask.Client(server);

        var message = await client.Messages.Create(Ask.Question);

        Assert.That(message.ID, Is.EqualTo("msg_013Zva2CMHLNnXjNJJKqJ2EF"));
        var entry = metered.Entry;
        IsThePlainAnswer(entry.Usage.Single());
        Assert.Multiple(() =>
        {
            Assert.That(entry.IsCall, Is.True);
            Assert.That(entry.Test?.Name, Is.EqualTo("T"));
            Assert.That(entry.Endpoint, Is.EqualTo(ClaudeEndpoint.Messages));
            Assert.That(entry.Host, Is.EqualTo(server.Authority));
            Assert.That(entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(entry.Status, Is.EqualTo(200));
            Assert.That(entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
            Assert.That(entry.MaxTokens, Is.EqualTo(64));
            Assert.That(entry.PromptHash, Has.Length.EqualTo(16));
            Assert.That(entry.Streamed, Is.False);
            Assert.That(entry.MessageId, Is.EqualTo("msg_013Zva2CMHLNnXjNJJKqJ2EF"));
            Assert.That(entry.RequestId, Is.EqualTo("req_1"));
            Assert.That(entry.Organization, Is.EqualTo("org_1"));
            Assert.That(entry.Workspace, Is.EqualTo("wrkspc_1"));
            Assert.That(entry.StopReason, Is.EqualTo("end_turn"));
            Assert.That(entry.Error, Is.Null);
            Assert.That(entry.Attempt, Is.Zero);
            Assert.That(entry.Complete, Is.True);
            Assert.That(entry.Replayed, Is.False);
            Assert.That(entry.FirstByteMs, Is.Positive.And.LessThanOrEqualTo(entry.DurationMs));
            Assert.That(metered.Meter.InFlight, Is.Zero);
            Assert.That(metered.Meter.Unmetered, Is.Zero);
        });
    }

    [Test]
    public async Task A_streamed_call_is_metered_when_its_last_event_was_read()
    {
        await using var server = await StreamServer("stream-cache-thinking-tool.sse");
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        var events = 0;
        await foreach (var _ in client.Messages.CreateStreaming(Ask.Question))
            events++;

        Assert.That(events, Is.GreaterThan(5));
        var entry = metered.Entry;
        IsTheStreamedAnswer(entry.Usage.Single());
        Assert.Multiple(() =>
        {
            Assert.That(entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(entry.Streamed, Is.True);
            Assert.That(entry.Complete, Is.True);
            Assert.That(entry.StopReason, Is.EqualTo("tool_use"));
        });
    }

    [Test]
    public async Task A_chat_client_is_metered()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var client = Ask.Client(server);
        using var chat = client.AsIChatClient("claude-opus-5-5");

        var answer = await chat.GetResponseAsync("hi");

        Assert.That(answer.Usage?.OutputTokenCount, Is.EqualTo(503));
        IsThePlainAnswer(metered.Entry.Usage.Single());
    }

    [Test]
    public async Task A_streaming_chat_client_is_metered()
    {
        await using var server = await StreamServer("stream-cache-thinking-tool.sse");
        using var metered = new Metered(server);
        using var client = Ask.Client(server);
        using var chat = client.AsIChatClient("claude-opus-5-5");

        await foreach (var _ in chat.GetStreamingResponseAsync("hi")) { }

        IsTheStreamedAnswer(metered.Entry.Usage.Single());
        Assert.That(metered.Entry.Complete, Is.True);
    }

    [TestCase(429, "error-429-ramp-limit.json", "rate_limit_error")]
    [TestCase(529, "error-529-overloaded.json", "overloaded_error")]
    public async Task Every_retry_is_an_entry_with_its_number(int status, string file, string type)
    {
        await using var server = await Server.Start(WireFiles.Read(file), status: status);
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        Assert.That(
            () => client.Messages.Create(Ask.Question),
            Throws.InstanceOf<AnthropicApiException>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                metered.Entries.Select(entry => entry.Attempt),
                Is.EqualTo((int[])[0, 1, 2])
            );
            Assert.That(
                metered.Entries,
                Has.All.Property(nameof(LedgerEntry.Status)).EqualTo(status)
            );
            // The SDK reads the body of the last failure only; of the others the status is known.
            Assert.That(metered.Entries.Select(entry => entry.Error), Is.All.Not.Null);
            Assert.That(metered.Entries[^1].Error?.Type, Is.EqualTo(type));
            Assert.That(metered.Entries, Has.All.Property(nameof(LedgerEntry.Complete)).True);
            Assert.That(
                metered.Entries,
                Has.All.Property(nameof(LedgerEntry.Outcome)).EqualTo(CallOutcome.Answered)
            );
            Assert.That(
                metered.Entries.Select(entry => entry.PromptHash).Distinct().Count(),
                Is.EqualTo(1)
            );
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task An_outage_is_classified()
    {
        await using var server = await Server.Start(
            WireFiles.Read("error-402-billing.json"),
            status: 402
        );
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        Assert.That(
            () => client.Messages.Create(Ask.Question),
            Throws.InstanceOf<AnthropicPaymentRequiredException>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Status, Is.EqualTo(402));
            Assert.That(metered.Entry.Error?.Type, Is.EqualTo("billing_error"));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(metered.Entry.Usage, Is.Empty);
        });
    }

    [Test]
    public async Task An_error_event_breaks_the_call_and_keeps_what_was_counted()
    {
        await using var server = await StreamServer("stream-error-midway.sse");
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        Assert.That(
            async () =>
            {
                await foreach (var _ in client.Messages.CreateStreaming(Ask.Question)) { }
            },
            Throws.InstanceOf<AnthropicSseException>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Broken));
            Assert.That(metered.Entry.Complete, Is.False);
            Assert.That(metered.Entry.Error?.Type, Is.EqualTo("overloaded_error"));
            Assert.That(metered.Entry.Usage.Single().InputTokens, Is.EqualTo(25));
        });
    }

    [Test]
    public async Task A_truncated_stream_is_a_lower_bound()
    {
        await using var server = await StreamServer("stream-truncated-no-message_stop.sse");
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        await foreach (var _ in client.Messages.CreateStreaming(Ask.Question)) { }

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Broken));
            Assert.That(metered.Entry.Complete, Is.False);
            Assert.That(metered.Entry.Usage.Single().InputTokens, Is.EqualTo(25));
        });
    }

    [Test]
    public async Task A_caller_that_leaves_a_stream_cancels_it()
    {
        var server = await Server.Start(async context =>
        {
            var start = WireFiles.Read("stream-truncated-no-message_stop.sse");
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(start);
            await context.Response.Body.FlushAsync();
            await Server.UntilAborted(context);
        });
        await using var _ = server;
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        await foreach (var __ in client.Messages.CreateStreaming(Ask.Question))
            break;

        await Metered.Until(() => metered.Entries.Count == 1);
        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Cancelled));
            Assert.That(metered.Entry.Complete, Is.False);
            Assert.That(metered.Entry.Usage.Single().InputTokens, Is.EqualTo(25));
        });
    }

    [Test]
    public void A_closed_port_gives_one_failed_entry_for_each_attempt()
    {
        using var metered = new Metered(with: options => options with { Hosts = ["127.0.0.1:1"] });
        using var client = Ask.Client("http://127.0.0.1:1");

        Assert.That(
            () => client.Messages.Create(Ask.Question),
            Throws.InstanceOf<AnthropicIOException>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                metered.Entries.Select(entry => entry.Attempt),
                Is.EqualTo((int[])[0, 1, 2])
            );
            Assert.That(
                metered.Entries,
                Has.All.Property(nameof(LedgerEntry.Outcome)).EqualTo(CallOutcome.Failed)
            );
            Assert.That(metered.Entries.Select(entry => entry.Status), Is.All.Null);
            Assert.That(
                metered.Entries,
                Has.All.Property(nameof(LedgerEntry.Complete)).True,
                "nothing was sent"
            );
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task Counting_tokens_is_an_entry_that_costs_nothing()
    {
        await using var server = await Server.Start("""{"input_tokens":14}"""u8.ToArray());
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        await client.Messages.CountTokens(
            new MessageCountTokensParams
            {
                Model = "claude-opus-5-5",
                Messages = [new UserMessageParam("hi")],
            }
        );

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Endpoint, Is.EqualTo(ClaudeEndpoint.CountTokens));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(
                metered.Entry.Usage.Select(part => part.Unbilled),
                Is.All.EqualTo(UnbilledReason.CountTokens)
            );
        });
    }

    [Test]
    public async Task Sixty_four_calls_at_once_are_sixty_four_entries()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => client.Messages.Create(Ask.Question))
        );

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entries, Has.Count.EqualTo(64));
            Assert.That(
                metered.Entries.Sum(entry => entry.Usage.Single().OutputTokens),
                Is.EqualTo(64 * 503)
            );
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }
}
