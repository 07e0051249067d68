using System.Net;
using System.Net.Http.Json;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

public sealed class RawClientTests
{
    [TestCase(HttpCompletionOption.ResponseContentRead)]
    [TestCase(HttpCompletionOption.ResponseHeadersRead)]
    public async Task A_raw_client_gets_its_bytes_and_is_metered(HttpCompletionOption completion)
    {
        var body = WireFiles.Read("message.json");
        await using var server = await Server.Start(body);
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = await client.SendAsync(Ask.Request(server), completion);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(bytes, Is.EqualTo(body));
            Assert.That(
                response.Content.Headers.ContentType?.MediaType,
                Is.EqualTo("application/json")
            );
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(body.Length));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
        });
    }

    [TestCase(HttpCompletionOption.ResponseContentRead)]
    [TestCase(HttpCompletionOption.ResponseHeadersRead)]
    public async Task A_synchronous_call_is_metered(HttpCompletionOption completion)
    {
        var body = WireFiles.Read("message.json");
        await using var server = await Server.Start(body);
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = client.Send(Ask.Request(server), completion);
        using var read = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(read);

        Assert.Multiple(() =>
        {
            Assert.That(read.ToArray(), Is.EqualTo(body));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(metered.Entry.PromptHash, Is.Not.Null);
        });
    }

    [Test]
    public async Task An_invoker_over_a_sockets_handler_is_metered()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        using var response = await invoker.SendAsync(Ask.Request(server), CancellationToken.None);
        await response.Content.ReadAsStringAsync();

        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
    }

    [Test]
    public async Task Http_2_is_metered()
    {
        await using var server = await Server.Start(
            context => Server.Stream(context, WireFiles.Read("stream-cache-thinking-tool.sse")),
            http2: true
        );
        using var metered = new Metered(server);
        using var client = new HttpClient();
        var request = Ask.Request(server);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var response = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.Version, Is.EqualTo(HttpVersion.Version20));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
        });
    }

    [Test]
    public async Task A_failure_whose_body_nobody_reads_is_an_entry_once_it_is_disposed()
    {
        await using var server = await Server.Start(
            WireFiles.Read("error-402-billing.json"),
            status: 402
        );
        using var metered = new Metered(server);
        using var client = new HttpClient();

        var response = await client.SendAsync(
            Ask.Request(server),
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.That(metered.Entries, Is.Empty);
        Assert.That(metered.Meter.InFlight, Is.EqualTo(1));
        response.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Status, Is.EqualTo(402));
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task A_caller_that_stops_at_the_last_event_has_the_whole_answer()
    {
        var events = WireFiles.Read("stream-cache-thinking-tool.sse");
        await using var server = await Server.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(events);
            await context.Response.Body.FlushAsync();
            await Server.UntilAborted(context);
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using (
            var response = await client.SendAsync(
                Ask.Request(server),
                HttpCompletionOption.ResponseHeadersRead
            )
        )
        await using (var stream = await response.Content.ReadAsStreamAsync())
            await stream.ReadExactlyAsync(new byte[events.Length]);

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
        });
    }

    [TestCase("HEAD", 200)]
    [TestCase("POST", 204)]
    public async Task An_answer_without_a_body_ends_at_once(string method, int status)
    {
        await using var server = await Server.Start(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new(method), new Uri(server.Url, "/v1/models"));

        using var response = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Status, Is.EqualTo(status));
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task An_answer_that_costs_money_and_says_nothing_is_unmeasured()
    {
        await using var server = await Server.Start("<html>"u8.ToArray(), "text/html");
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.That(metered.Entry.UsageMissing, Is.True);
    }

    [Test]
    public async Task Batch_results_give_a_line_for_each_message_and_one_call()
    {
        await using var server = await Server.Start(
            WireFiles.Read("batch-results.jsonl"),
            "application/x-jsonl"
        );
        using var metered = new Metered(server);
        using var client = new HttpClient();

        await client.GetStringAsync(new Uri(server.Url, "/v1/messages/batches/msgbatch_1/results"));

        var call = metered.Entries.Single(entry => entry.IsCall);
        var message = metered.Entries.Single(entry => !entry.IsCall);
        Assert.Multiple(() =>
        {
            Assert.That(call.Endpoint, Is.EqualTo(ClaudeEndpoint.BatchResults));
            Assert.That(call.Usage, Is.Empty);
            Assert.That(call.Complete, Is.True);
            Assert.That(message.MessageId, Is.EqualTo("msg_014VwiXbi91y3JMjcpyGBHX5"));
            Assert.That(message.Usage.Single().OutputTokens, Is.EqualTo(36));
            Assert.That(message.Usage.Single().Batch, Is.True);
        });
    }

    [Test]
    public async Task A_redirect_that_the_client_follows_is_two_attempts()
    {
        await using var server = await Server.Start(context =>
        {
            if (context.Request.Path == "/new/v1/messages")
                return Server.Answer(context, WireFiles.Read("message.json"));
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/new/v1/messages";
            return Task.CompletedTask;
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.Multiple(() =>
        {
            Assert.That(
                metered.Entries.Select(entry => entry.Status),
                Is.EqualTo((int?[])[307, 200])
            );
            Assert.That(server.Requests[1].Body, Is.EqualTo(server.Requests[0].Body));
            Assert.That(
                metered.Entries.Select(entry => entry.PromptHash).Distinct().Count(),
                Is.EqualTo(1)
            );
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_server_gets_the_same_request_metered_or_not(bool ofKnownLength)
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var client = new HttpClient();
        async Task<HttpContent> Send()
        {
            HttpContent content = ofKnownLength
                ? new StringContent(Ask.Body)
                : JsonContent.Create(new { model = "claude-opus-5-5", max_tokens = 64 });
            var request = new HttpRequestMessage(
                HttpMethod.Post,
                new Uri(server.Url, "/v1/messages")
            )
            {
                Content = content,
            };
            using var response = await client.SendAsync(request);
            Assert.That(
                request.Content,
                Is.SameAs(content),
                "the caller finds its request as it was"
            );
            Assert.That(response.RequestMessage, Is.SameAs(request));
            return content;
        }

        await Send();
        using (new Metered(server))
            await Send();

        var (plain, seen) = (server.Requests[0], server.Requests[1]);
        Assert.Multiple(() =>
        {
            Assert.That(seen.Headers, Is.EquivalentTo(plain.Headers));
            Assert.That(seen.Headers.Keys, Has.None.EqualTo("traceparent").IgnoreCase);
            Assert.That(seen.Body, Is.EqualTo(plain.Body));
            Assert.That(seen.Path, Is.EqualTo(plain.Path));
        });
    }

    [Test]
    public async Task Foreign_hosts_are_left_alone()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var client = new HttpClient();
        async Task<Type> ContentType()
        {
            using var response = await client.SendAsync(
                Ask.Request(server),
                HttpCompletionOption.ResponseHeadersRead
            );
            return response.Content.GetType();
        }
        var unmetered = await ContentType();

        using var metered = new Metered();
        var type = await ContentType();

        Assert.Multiple(() =>
        {
            Assert.That(type, Is.EqualTo(unmetered));
            Assert.That(server.Requests[1].Headers, Is.EquivalentTo(server.Requests[0].Headers));
            Assert.That(metered.Entries, Is.Empty);
            Assert.That(metered.Meter.Unmetered, Is.Zero);
        });
    }
}
