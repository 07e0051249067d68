using System.Buffers;
using System.IO.Compression;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>
/// Undoes a body's content encodings for the metering copy, piece by piece as they come: gzip, br, deflate, and stacks of them.
/// </summary>
internal sealed class BodyDecoder : IDisposable
{
    private const byte GzipMark = 0x1F;

    private readonly FeedStream _feed = new();
    private readonly Stream _decoded;
    private readonly UsageReader _reader;

    private BodyDecoder(IReadOnlyList<string> encodings, UsageReader reader)
    {
        _reader = reader;
        _decoded = _feed;
        for (var i = encodings.Count - 1; i >= 0; i--)
            _decoded = Undo(encodings[i], _decoded);
    }

    /// <summary>
    /// What a body is encoded with by its first byte, since proxies forget the header or leave it on what they decoded: 0x1F begins
    /// gzip, and neither JSON nor events nor frames.
    /// </summary>
    /// <param name="contentEncoding">What the header says; null for nothing.</param>
    /// <param name="first">The body's first byte.</param>
    public static string? EncodingOf(string? contentEncoding, byte first) =>
        first == GzipMark
            ? string.IsNullOrWhiteSpace(contentEncoding) || IsIdentity(contentEncoding)
                ? "gzip"
                : contentEncoding
            : IsGzip(contentEncoding)
                ? null
                : contentEncoding;

    /// <summary>A decoder for a <c>Content-Encoding</c>; null when there is nothing to undo.</summary>
    /// <exception cref="NotSupportedException">An encoding is not known.</exception>
    public static BodyDecoder? For(string? contentEncoding, UsageReader reader)
    {
        if (contentEncoding is null)
            return null;
        var encodings = contentEncoding
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(encoding => !IsIdentity(encoding))
            .ToList();
        return encodings.Count == 0 ? null : new(encodings, reader);
    }

    private static bool IsIdentity(string encoding) =>
        encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsGzip(string? encoding) =>
        encoding is not null
        && encoding.Trim() is var name
        && (
            name.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase)
        );

    private static Stream Undo(string encoding, Stream encoded) =>
        encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(encoded, CompressionMode.Decompress),
            "BR" => new BrotliStream(encoded, CompressionMode.Decompress),
            "DEFLATE" => new EitherDeflateStream(encoded),
            _ => throw new NotSupportedException($"Content-Encoding '{encoding}'"),
        };

    /// <summary>Decodes what this piece allows.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what the header says.</exception>
    /// <exception cref="IOException">The same, where zlib notices it.</exception>
    /// <exception cref="InvalidOperationException">The same, where brotli notices it.</exception>
    public void Write(ReadOnlySpan<byte> piece)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
        try
        {
            while (!piece.IsEmpty)
            {
                piece = piece[_feed.Fill(piece)..];
                for (int count; (count = _decoded.Read(buffer)) > 0; )
                    _reader.Write(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        _decoded.Dispose();
        _feed.Dispose();
    }
}
