using CiBudget.Tests;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Capture.Tests;

/// <summary>What a product does not read has been billed all the same.</summary>
public sealed class UnreadAnswerTests
{
    private static readonly byte[] Message = WireFiles.Read("message.json");

    public enum Way
    {
        Response,
        Stream,
        StreamAsync,
        HalfOfTheStream,
    }

    [Test]
    public async Task A_plain_answer_that_its_caller_lets_go_of_is_measured([Values] Way way)
    {
        await using var server = await Server.Start(Message);
        using var metered = new Metered(server);
        using var client = new HttpClient();

        await Abandon(client, Ask.Request(server), way);
        metered.Meter.AwaitAbandonedAnswers();

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task Behind_a_handler_too([Values] Way way)
    {
        await using var server = await Server.Start(Message);
        using var metered = new Metered(server);
        using var client = new HttpClient(
            new MeteringHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null })
        );

        await Abandon(client, Ask.Request(server), way);
        metered.Meter.AwaitAbandonedAnswers();

        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
    }

    [Test]
    public async Task Who_lets_go_does_not_wait_for_the_rest_and_the_ledger_does()
    {
        var rest = new TaskCompletionSource();
        await using var server = await Server.Start(context => Halting(context, rest.Task));
        using var metered = new Metered(server);
        using var client = new HttpClient();

        await Abandon(client, Ask.Request(server), Way.Response);
        Assert.That(metered.Entries, Is.Empty);
        rest.SetResult();
        metered.Meter.Checkpoint();

        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
    }

    [Test]
    public async Task An_answer_that_does_not_come_to_its_end_is_unmeasured()
    {
        await using var server = await Server.Start(context =>
            Halting(context, Server.UntilAborted(context))
        );
        using var metered = new Metered(server);
        using var client = new HttpClient();

        await Abandon(client, Ask.Request(server), Way.Response);
        metered.Meter.AwaitAbandonedAnswers();

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Cancelled));
            Assert.That(metered.Entry.UsageMissing, Is.True);
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task A_stream_is_not_read_on_since_its_message_is_still_being_written()
    {
        var events = WireFiles.Read("stream-truncated-no-message_stop.sse");
        await using var server = await Server.Start(async context =>
        {
            await Server.Stream(context, events);
            await Server.UntilAborted(context);
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        await Abandon(client, Ask.Request(server), Way.HalfOfTheStream);

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Cancelled));
            Assert.That(metered.Entry.Complete, Is.False);
            Assert.That(metered.Entry.UsageMissing, Is.False, "its beginning has usage");
        });
    }

    [Test]
    public async Task A_stream_of_which_nothing_was_read_is_unmeasured()
    {
        await using var server = await Server.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await Server.UntilAborted(context);
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        await Abandon(client, Ask.Request(server), Way.Response);

        Assert.That(metered.Entry.UsageMissing, Is.True);
    }

    [Test]
    public async Task A_call_that_is_cancelled_after_it_left_is_unmeasured()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await Server.Start(async context =>
        {
            await cancel.CancelAsync();
            await Server.UntilAborted(context);
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        Assert.That(
            async () => await client.SendAsync(Ask.Request(server), cancel.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(metered.Entry.Status, Is.Null);
        Assert.That(metered.Entry.UsageMissing, Is.True);
    }

    [Test]
    public async Task A_replayed_call_may_be_cancelled_on_purpose()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await Server.Start(async context =>
        {
            await cancel.CancelAsync();
            await Server.UntilAborted(context);
        });
        using var metered = new Metered(
            server,
            options => options with { IsReplayHost = static _ => true }
        );
        using var client = new HttpClient();

        Assert.That(
            async () => await client.SendAsync(Ask.Request(server), cancel.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(metered.Entry.UsageMissing, Is.False);
    }

    private static async Task Abandon(HttpClient client, HttpRequestMessage request, Way way)
    {
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (way != Way.Response)
        {
            var stream = await response.Content.ReadAsStreamAsync();
            if (way == Way.HalfOfTheStream)
                await stream.ReadExactlyAsync(new byte[300]);
            if (way == Way.Stream)
                stream.Dispose();
            else
                await stream.DisposeAsync();
        }
        response.Dispose();
    }

    /// <summary>Sends half of a message, and the rest when it may.</summary>
    private static async Task Halting(HttpContext context, Task rest)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Message.AsMemory(0, 300));
        await context.Response.Body.FlushAsync();
        await rest;
        if (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(Message.AsMemory(300));
    }
}
