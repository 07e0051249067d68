using System.IO.Compression;
using CiBudget.Capture;

namespace CiBudget.Fuzz;

/// <summary>
/// Encoded bodies, as they come off the wire: bytes that are not what their header says are refused as such, and pieces of any size
/// give what the whole gives. The first byte of an input is its encoding.
/// </summary>
internal sealed class EncodedTarget : ITarget
{
    private static readonly string[] Encodings = ["gzip", "br", "deflate", "gzip, br"];

    public EncodedTarget()
    {
        var stream = File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "wire", "stream-cache-thinking-tool.sse")
        );
        Seeds =
        [
            [0, .. Encode(stream, to => new GZipStream(to, CompressionMode.Compress))],
            [1, .. Encode(stream, to => new BrotliStream(to, CompressionMode.Compress))],
            [2, .. Encode(stream, to => new ZLibStream(to, CompressionMode.Compress))],
            [2, .. Encode(stream, to => new DeflateStream(to, CompressionMode.Compress))],
            [
                3,
                .. Encode(
                    Encode(stream, to => new GZipStream(to, CompressionMode.Compress)),
                    to => new BrotliStream(to, CompressionMode.Compress)
                ),
            ],
        ];
    }

    public string Name => "encoded";

    public IReadOnlyList<byte[]> Seeds { get; }

    public string Try(byte[] input, Random random)
    {
        if (input.Length == 0)
            return "";
        var encoding = Encodings[input[0] % Encodings.Length];
        var whole = Decode(encoding, input.AsSpan(1), int.MaxValue);
        var pieces = Decode(encoding, input.AsSpan(1), 1 + random.Next(100));
        // Where damaged bytes are noticed depends on the pieces; that they are, and what is read of sound ones, does not.
        BrokenPromiseException.Unless(
            whole.Fault == pieces.Fault && (whole.Fault || whole.Said == pieces.Said),
            $"{encoding} in pieces says something else than the whole:\n{pieces}\n{whole}"
        );
        return encoding + whole.Fault + whole.Kind;
    }

    private static (bool Fault, string Said, string Kind) Decode(
        string encoding,
        ReadOnlySpan<byte> bytes,
        int pieceSize
    )
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(BodyShape.EventStream, messages.Add);
        var fault = false;
        using var decoder = BodyDecoder.For(encoding, reader)!;
        try
        {
            while (!bytes.IsEmpty)
            {
                var size = Math.Min(pieceSize, bytes.Length);
                decoder.Write(bytes[..size]);
                bytes = bytes[size..];
            }
        }
        catch (Exception damaged)
            when (damaged is InvalidDataException or IOException or InvalidOperationException)
        {
            fault = true;
        }
        reader.Complete(!fault);
        return (fault, Reading.Describe(messages), UsageTarget.Kind(messages));
    }

    private static byte[] Encode(byte[] bytes, Func<Stream, Stream> encoder)
    {
        using var encoded = new MemoryStream();
        using (var stream = encoder(encoded))
            stream.Write(bytes);
        return encoded.ToArray();
    }
}
