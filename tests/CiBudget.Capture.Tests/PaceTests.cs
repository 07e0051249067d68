using System.Text;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

public sealed class PaceTests
{
    [Test]
    public async Task The_first_byte_reaches_the_caller_before_the_second_is_sent()
    {
        var firstWasRead = new TaskCompletionSource();
        var events = WireFiles.Read("stream-cache-thinking-tool.sse");
        await using var server = await Server.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(events.AsMemory(0, 1));
            await context.Response.Body.FlushAsync();
            await firstWasRead.Task.WaitAsync(TimeSpan.FromSeconds(20));
            await context.Response.Body.WriteAsync(events.AsMemory(1));
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = await client.SendAsync(
            Ask.Request(server),
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var stream = await response.Content.ReadAsStreamAsync();
        var first = new byte[16];
        var count = await stream.ReadAsync(first);
        firstWasRead.SetResult();
        using var rest = new MemoryStream();
        await stream.CopyToAsync(rest);

        Assert.Multiple(() =>
        {
            Assert.That(count, Is.EqualTo(1));
            Assert.That(first[0], Is.EqualTo(events[0]));
            Assert.That(rest.ToArray(), Is.EqualTo(events[1..]));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
        });
    }

    [Test]
    public async Task The_first_event_reaches_the_SDK_before_the_second_is_sent()
    {
        var firstWasRead = new TaskCompletionSource();
        var events = Encoding
            .UTF8.GetString(WireFiles.Read("stream-cache-thinking-tool.sse"))
            .Split("\n\n", 2);
        await using var server = await Server.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(events[0] + "\n\n"));
            await context.Response.Body.FlushAsync();
            await firstWasRead.Task.WaitAsync(TimeSpan.FromSeconds(20));
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(events[1]));
        });
        using var metered = new Metered(server);
        using var client = Ask.Client(server);

        await foreach (var _ in client.Messages.CreateStreaming(Ask.Question))
            firstWasRead.TrySetResult();

        Assert.That(metered.Entry.Complete, Is.True);
        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
    }

    [Test]
    public async Task Fifty_megabytes_pass_with_flat_memory()
    {
        const int size = 50 << 20;
        var events = Encoding
            .UTF8.GetString(WireFiles.Read("stream-cache-thinking-tool.sse"))
            .Split("event: message_delta", 2);
        var start = Encoding.UTF8.GetBytes(events[0]);
        var end = Encoding.UTF8.GetBytes("event: message_delta" + events[1]);
        var delta = Encoding.UTF8.GetBytes(
            string.Concat(
                Enumerable.Repeat(
                    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"usage is {tokens} 123\"}}\n\n",
                    400
                )
            )
        );
        await using var server = await Server.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(start);
            for (var sent = 0; sent < size; sent += delta.Length)
                await context.Response.Body.WriteAsync(delta);
            await context.Response.Body.WriteAsync(end);
        });
        using var client = new HttpClient();
        async Task<(long Bytes, long Allocated)> ReadAll()
        {
            using var response = await client.SendAsync(
                Ask.Request(server),
                HttpCompletionOption.ResponseHeadersRead
            );
            await using var stream = await response.Content.ReadAsStreamAsync();
            var buffer = new byte[16 * 1024];
            var before = GC.GetTotalAllocatedBytes(precise: true);
            long bytes = 0;
            for (int count; (count = await stream.ReadAsync(buffer)) > 0; )
                bytes += count;
            return (bytes, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        await ReadAll();
        var unmetered = await ReadAll();

        using var metered = new Metered(server);
        var seen = await ReadAll();

        Assert.Multiple(() =>
        {
            Assert.That(seen.Bytes, Is.EqualTo(unmetered.Bytes).And.GreaterThan(size));
            // The server runs in this process too, so its own allocations are in both figures.
            Assert.That(seen.Allocated - unmetered.Allocated, Is.LessThan(5 << 20));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
            Assert.That(metered.Entry.Complete, Is.True);
        });
    }
}
