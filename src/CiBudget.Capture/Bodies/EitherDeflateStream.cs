using System.IO.Compression;

namespace CiBudget.Capture;

/// <summary>
/// <c>Content-Encoding: deflate</c> is zlib by RFC 9110 and raw deflate by habit of some servers. The first byte tells: a zlib
/// header has 8 in its low half, where a raw block that starts so would be of the unused kind "stored, not last".
/// </summary>
internal sealed class EitherDeflateStream(Stream source) : ReadOnlyStream
{
    private Stream? _decoded;

    public override int Read(Span<byte> buffer)
    {
        if (_decoded is null)
        {
            Span<byte> first = stackalloc byte[1];
            if (source.Read(first) == 0)
                return 0;
            var whole = new FirstByteStream(first[0], source);
            _decoded =
                (first[0] & 0x0F) == 8
                    ? new ZLibStream(whole, CompressionMode.Decompress)
                    : new DeflateStream(whole, CompressionMode.Decompress);
        }
        return _decoded.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoded?.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The byte that was looked at, then the rest.</summary>
    private sealed class FirstByteStream(byte first, Stream rest) : ReadOnlyStream
    {
        private bool _given;

        public override int Read(Span<byte> buffer)
        {
            if (_given || buffer.IsEmpty)
                return rest.Read(buffer);
            _given = true;
            buffer[0] = first;
            return 1;
        }
    }
}
