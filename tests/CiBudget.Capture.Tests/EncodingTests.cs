using System.IO.Compression;
using System.Net;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

public sealed class EncodingTests
{
    private static readonly byte[] Stream = WireFiles.Read("stream-cache-thinking-tool.sse");

    private static byte[] Encode(string encoding, byte[] bytes)
    {
        foreach (var one in encoding.Split(", "))
        {
            using var encoded = new MemoryStream();
            using (
                Stream encoder = one switch
                {
                    "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
                    "br" => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
                    "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
                    "raw deflate" => new DeflateStream(
                        encoded,
                        CompressionLevel.Fastest,
                        leaveOpen: true
                    ),
                    _ => throw new ArgumentException(one),
                }
            )
                encoder.Write(bytes);
            bytes = encoded.ToArray();
        }
        return bytes;
    }

    private static readonly string[] Encodings =
    [
        "gzip",
        "br",
        "deflate",
        "raw deflate",
        "gzip, br",
        "br, deflate",
        "deflate, gzip, br",
    ];

    [TestCaseSource(nameof(Encodings))]
    public async Task An_encoded_body_reaches_the_caller_as_it_came_and_is_metered(string encoding)
    {
        var body = Encode(encoding, Stream);
        await using var server = await Server.Start(context =>
        {
            context.Response.Headers.ContentEncoding = encoding.Replace(
                "raw ",
                "",
                StringComparison.Ordinal
            );
            return Server.Answer(context, body, "text/event-stream");
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = await client.SendAsync(
            Ask.Request(server),
            HttpCompletionOption.ResponseHeadersRead
        );
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(bytes, Is.EqualTo(body));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
        });
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    [TestCase("raw deflate")]
    public async Task A_client_that_decompresses_by_itself_gets_plain_text(string encoding)
    {
        var body = Encode(encoding, Stream);
        await using var server = await Server.Start(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding.Replace(
                "raw ",
                "",
                StringComparison.Ordinal
            );
            context.Response.ContentType = "text/event-stream";
            // One byte at a time, without a length.
            foreach (var one in body)
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }
        });
        using var metered = new Metered(server);
        using var client = new HttpClient(
            new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }
        );

        using var response = await client.SendAsync(
            Ask.Request(server),
            HttpCompletionOption.ResponseHeadersRead
        );
        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(bytes, Is.EqualTo(Stream));
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
            Assert.That(metered.Entry.Complete, Is.True);
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(142));
        });
    }

    [Test]
    public void Pieces_of_any_size_decode_alike(
        [ValueSource(nameof(Encodings))] string encoding,
        [Values(1, 2, 7, 4096, 5000, 1 << 20)] int size
    )
    {
        var body = Encode(encoding, Stream);
        ResponseUsage? usage = null;
        var reader = new UsageReader(BodyShape.EventStream, result => usage = result);
        using var decoder = BodyDecoder.For(
            encoding.Replace("raw ", "", StringComparison.Ordinal),
            reader
        )!;

        foreach (var piece in body.Chunk(size))
            decoder.Write(piece);
        reader.Complete(endOfBody: true);

        Assert.That(usage?.Parts.Single().OutputTokens, Is.EqualTo(142));
        Assert.That(usage?.Complete, Is.True);
    }

    [TestCase("zstd")]
    [TestCase("br")]
    public async Task What_cannot_be_decoded_is_unmeasured_and_reaches_the_caller(string encoding)
    {
        var body = WireFiles.Read("message.json");
        await using var server = await Server.Start(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return Server.Answer(context, body);
        });
        using var metered = new Metered(server);
        using var client = new HttpClient();

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(body));
        Assert.That(metered.Entry.UsageMissing, Is.True);
        Assert.That(metered.Entry.Complete, Is.False);
    }

    [TestCase(null, Description = "gzip that its head does not tell of")]
    [TestCase("identity")]
    [TestCase("gzip")]
    public async Task Gzip_is_told_by_its_first_byte(string? encoding)
    {
        var plain = WireFiles.Read("message.json");
        foreach (var body in new[] { plain, Encode("gzip", plain) })
        {
            await using var server = await Server.Start(context =>
            {
                if (encoding is not null)
                    context.Response.Headers.ContentEncoding = encoding;
                return Server.Answer(context, body);
            });
            using var metered = new Metered(server);
            using var client = new HttpClient();

            using var response = await client.SendAsync(Ask.Request(server));

            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(body));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(metered.Entry.Complete, Is.True);
        }
    }

    [TestCase(null)]
    [TestCase("identity")]
    [TestCase("")]
    public void A_plain_body_needs_no_decoder(string? encoding)
    {
        using var decoder = BodyDecoder.For(encoding, new UsageReader(BodyShape.Json, _ => { }));
        Assert.That(decoder, Is.Null);
    }
}
