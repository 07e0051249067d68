using System.Net.ServerSentEvents;
using System.Text.Json;
using CiBudget.Capture;

namespace CiBudget.Benchmarks;

/// <summary>What metering adds to a stream of 64 MB.</summary>
internal static class StreamFigures
{
    private const int Length = 64 << 20;
    private const int Rounds = 5;

    public static IEnumerable<Figure> Take()
    {
        using var client = CannedConnection.Client(SampleBodies.Events(Length));
        var observer = new MeterOptions { OnRecorded = Expect };
        void Copied() => Copy(client).GetAwaiter().GetResult();
        void Metered() => CallFigures.Metering(observer, Copied);
        void Parsed() => Parse(client).GetAwaiter().GetResult();

        var times = Pairs.Cpu(Rounds, Copied, Metered, Parsed);
        var metered = Pairs.MedianDifference(times[1], times[0]);
        var parsed = Pairs.MedianDifference(times[2], times[0]);
        var memory = Pairs.Allocated(Metered) - Pairs.Allocated(Copied);
        yield return new(
            "64 MB stream: speed of the meter, on top of the copy",
            Text.Of(Length / metered, "GB/s"),
            Text.Of(Length / Pairs.Median(times[0]), "GB/s"),
            Text.Times(Pairs.MedianRatio(times[1], times[0])),
            "≥ 2 GB/s",
            Length / metered >= 2
        );
        yield return new(
            "64 MB stream: against System.Net.ServerSentEvents and JsonDocument",
            Text.Of(metered / 1e6, "ms"),
            Text.Of(parsed / 1e6, "ms"),
            Text.Times(parsed / metered),
            "≥ 5 ×",
            parsed >= 5 * metered
        );
        yield return new(
            "64 MB stream: memory allocated more",
            Text.Bytes(memory),
            "",
            "",
            "≤ 64 KB",
            memory <= 64 << 10
        );
        var ahead = ReadAhead().GetAwaiter().GetResult();
        yield return new(
            "Stream: bytes asked for before the caller had the first event",
            Text.Of(ahead, "B"),
            "",
            "",
            "0",
            ahead == 0
        );
    }

    private static void Expect(PricedEntry ended)
    {
        if (
            ended.Entry is not { Complete: true, Usage: [{ InputTokens: 472, OutputTokens: 1500 }] }
        )
            throw new InvalidOperationException("The meter misread the stream.");
    }

    private static async Task Copy(HttpClient client)
    {
        using var response = await Send(client);
        using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 << 10];
        while (await body.ReadAsync(buffer) > 0) { }
    }

    private static async Task Parse(HttpClient client)
    {
        using var response = await Send(client);
        using var body = await response.Content.ReadAsStreamAsync();
        var output = 0L;
        await foreach (
            var item in SseParser
                .Create(body, static (_, data) => OutputTokens(data))
                .EnumerateAsync()
        )
            output = Math.Max(output, item.Data);
        if (output != 1500)
            throw new InvalidOperationException("The peer misread the stream.");
    }

    private static long OutputTokens(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using var json = JsonDocument.ParseValue(ref reader);
        return
            json.RootElement.TryGetProperty("usage", out var usage)
            && usage.TryGetProperty("output_tokens", out var tokens)
            ? tokens.GetInt64()
            : 0;
    }

    private static Task<HttpResponseMessage> Send(HttpClient client) =>
        client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "v1/messages")
            {
                Content = new ByteArrayContent(SampleBodies.Request),
            },
            HttpCompletionOption.ResponseHeadersRead
        );

    /// <summary>Reads event by event from a source that counts what is asked of it before the caller has what came before.</summary>
    private static async Task<int> ReadAhead()
    {
        using var meter = ClaudeMeter.Start(new());
        var source = new EventByEvent();
        using var client = new HttpClient(new MeteringHandler(new Answering(source)))
        {
            BaseAddress = new("http://api.anthropic.com/"),
        };
        using var response = await Send(client);
        using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        while (await body.ReadAsync(buffer) > 0)
            source.CallerHasIt();
        return source.Ahead;
    }

    private sealed class Answering(Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var content = new StreamContent(body);
            content.Headers.ContentType = new("text/event-stream");
            return Task.FromResult(
                new HttpResponseMessage { RequestMessage = request, Content = content }
            );
        }
    }

    private sealed class EventByEvent : MemoryStream
    {
        private int _left = 10;
        private bool _waits;

        public int Ahead { get; private set; }

        public override bool CanSeek => false;

        public void CallerHasIt() => _waits = false;

        public override int Read(Span<byte> buffer)
        {
            var ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8;
            if (_waits)
                Ahead += ping.Length;
            if (_left-- == 0)
                return 0;
            _waits = true;
            ping.CopyTo(buffer);
            return ping.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => new(Read(buffer.Span));
    }
}
