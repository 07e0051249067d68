using System.Text;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

/// <summary>What the caller sees when things go wrong is the same with and without the meter.</summary>
public sealed class FaultTests
{
    private static readonly byte[] Start = WireFiles.Read("stream-truncated-no-message_stop.sse");

    public enum Reader
    {
        Buffered,
        Stream,
        CopyTo,
        StreamCopyTo,
        SynchronousBuffered,
        SynchronousStream,
    }

    private static async Task<string> Read(
        Uri server,
        Reader reader,
        CancellationToken cancel = default,
        MemoryStream? into = null
    )
    {
        using var client = new HttpClient();
        using var request = Ask.Request(server);
        using var copy = into ?? new MemoryStream();
        try
        {
            var completion = reader is Reader.Buffered or Reader.SynchronousBuffered
                ? HttpCompletionOption.ResponseContentRead
                : HttpCompletionOption.ResponseHeadersRead;
            var isSynchronous = reader is Reader.SynchronousBuffered or Reader.SynchronousStream;
            using var response = isSynchronous
                ? client.Send(request, completion, cancel)
                : await client.SendAsync(request, completion, cancel);
            if (reader == Reader.CopyTo)
                await response.Content.CopyToAsync(copy, cancel);
            else if (reader == Reader.StreamCopyTo)
                await (await response.Content.ReadAsStreamAsync(cancel)).CopyToAsync(copy, cancel);
            else
            {
                var stream = isSynchronous
                    ? response.Content.ReadAsStream(cancel)
                    : await response.Content.ReadAsStreamAsync(cancel);
                var buffer = new byte[64];
                for (
                    int count;
                    (
                        count = isSynchronous
                            ? stream.Read(buffer)
                            : await stream.ReadAsync(buffer, cancel)
                    ) > 0;

                )
                    copy.Write(buffer, 0, count);
            }
            return $"{copy.Length} bytes";
        }
        catch (Exception exception)
        {
            var chain = new List<string>();
            for (Exception? one = exception; one is not null; one = one.InnerException)
                chain.Add($"{one.GetType().Name}: {one.Message}");
            return $"{copy.Length} bytes, then {string.Join(" > ", chain)}";
        }
    }

    private static CuttingServer CutStream() =>
        new(
            "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked",
            [.. Encoding.ASCII.GetBytes($"{Start.Length:x}\r\n"), .. Start, .. "\r\n"u8]
        );

    private static CuttingServer CutJson() =>
        new(
            "Content-Type: application/json\r\nContent-Length: 5000",
            WireFiles.Read("message.json").AsSpan(0, 300)
        );

    private static async Task<(string Unmetered, string Seen, LedgerEntry Entry)> ReadTwice(
        CuttingServer server,
        Reader reader
    )
    {
        var unmetered = await Read(server.Url, reader);
        using var metered = new Metered(with: options =>
            options with
            {
                Hosts = [server.Url.Authority],
            }
        );
        return (unmetered, await Read(server.Url, reader), metered.Entry);
    }

    [Test]
    public async Task A_server_that_cuts_a_stream_breaks_it_as_it_would_unmetered(
        [Values] Reader reader
    )
    {
        using var server = CutStream();

        var (unmetered, seen, entry) = await ReadTwice(server, reader);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(unmetered).And.Contains("Exception"));
            Assert.That(entry.Outcome, Is.EqualTo(CallOutcome.Broken));
            Assert.That(entry.Complete, Is.False);
            Assert.That(entry.Usage.Single().InputTokens, Is.EqualTo(25));
        });
    }

    [Test]
    public async Task A_body_shorter_than_announced_breaks_as_it_would_unmetered(
        [Values] Reader reader
    )
    {
        using var server = CutJson();

        var (unmetered, seen, entry) = await ReadTwice(server, reader);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(unmetered).And.Contains("Exception"));
            Assert.That(entry.Outcome, Is.EqualTo(CallOutcome.Broken));
            Assert.That(entry.Complete, Is.False);
            Assert.That(entry.Status, Is.EqualTo(200));
        });
    }

    [TestCase(Reader.Stream)]
    [TestCase(Reader.CopyTo)]
    [TestCase(Reader.StreamCopyTo)]
    public async Task Cancelling_in_mid_stream_cancels_as_it_would_unmetered(Reader reader)
    {
        await using var server = await Server.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(Start);
            await context.Response.Body.FlushAsync();
            await Server.UntilAborted(context);
        });
        async Task<string> ReadAndCancel()
        {
            using var cancel = new CancellationTokenSource();
            using var copy = new CallingStream(Start.Length, cancel.Cancel);
            return await Read(server.Url, reader, cancel.Token, copy);
        }
        var unmetered = await ReadAndCancel();

        using var metered = new Metered(server);
        var seen = await ReadAndCancel();

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(unmetered).And.Contains("CanceledException"));
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Cancelled));
            Assert.That(metered.Entry.Complete, Is.False);
            Assert.That(metered.Entry.Usage.Single().InputTokens, Is.EqualTo(25));
        });
    }

    /// <summary>Calls back when so many bytes are written to it.</summary>
    private sealed class CallingStream(long length, Action whenReached) : MemoryStream
    {
        // The other ways of writing to a MemoryStream's subclass come down to this one.
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (Length >= length)
                whenReached();
        }
    }

    [Test]
    public async Task Cancelling_before_the_answer_is_a_lower_bound()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await Server.Start(async context =>
        {
            await cancel.CancelAsync();
            await Server.UntilAborted(context);
        });
        using var metered = new Metered(server);

        await Read(server.Url, Reader.Buffered, cancel.Token);

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Cancelled));
            Assert.That(metered.Entry.Status, Is.Null);
            Assert.That(
                metered.Entry.Complete,
                Is.False,
                "the request had left, and may have been answered and billed"
            );
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
        });
    }

    [Test]
    public async Task An_observer_that_throws_breaks_nothing()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(
            server,
            options =>
                options with
                {
                    OnRecorded = _ => throw new InvalidOperationException("observer"),
                }
        );

        Assert.That(
            await Read(server.Url, Reader.Stream),
            Is.EqualTo($"{WireFiles.Read("message.json").Length} bytes")
        );
        Assert.That(metered.Meter.InFlight, Is.Zero);
    }

    [Test]
    public async Task A_call_whose_test_cannot_be_named_is_metered_without_it()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(
            server,
            options =>
                options with
                {
                    CurrentTest = () => throw new InvalidOperationException("no test"),
                }
        );

        await Read(server.Url, Reader.Stream);

        Assert.That(metered.Entry.Test, Is.Null);
        Assert.That(metered.Entry.Usage, Is.Not.Empty);
    }

    [Test]
    public async Task A_call_that_cannot_be_metered_passes_and_is_told()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(
            server,
            options =>
                options with
                {
                    Hosts = [],
                    Environment = _ => throw new InvalidOperationException("environment"),
                }
        );

        Assert.That(
            await Read(server.Url, Reader.Stream),
            Is.EqualTo($"{WireFiles.Read("message.json").Length} bytes")
        );
        Assert.That(metered.Meter.Unmetered, Is.Positive);
    }
}
