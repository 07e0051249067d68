using System.Buffers;
using System.IO.Compression;

namespace CiBudget.Capture;

/// <summary>
/// Undoes a body's content encodings for the metering copy, piece by piece as they come: gzip, br, deflate, and stacks of them.
/// </summary>
internal sealed class BodyDecoder : IDisposable
{
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

    /// <summary>A decoder for a <c>Content-Encoding</c>; null when there is nothing to undo.</summary>
    /// <exception cref="NotSupportedException">An encoding is not known.</exception>
    public static BodyDecoder? For(string? contentEncoding, UsageReader reader)
    {
        if (contentEncoding is null)
            return null;
        var encodings = contentEncoding
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return encodings.Count == 0 ? null : new(encodings, reader);
    }

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
