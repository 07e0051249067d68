using System.IO.Compression;
using System.IO.Pipelines;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>Reads from a request's body, while it passes, what steps may want to know. Nothing of the body is kept.</summary>
internal sealed class RequestBodyReader
{
    private readonly RequestReader _reader = new(salt: null, readsMessages: true);

    /// <summary><c>model</c>; null when the body names none, or is no JSON.</summary>
    public string? Model => _reader.Model;

    /// <summary><c>stream</c>.</summary>
    public bool Stream => _reader.Stream;

    /// <summary>True when the last of <c>messages</c> holds a <c>tool_result</c>.</summary>
    public bool ToolResult => _reader.ToolResult;

    /// <summary>Reads a body that arrives in pieces.</summary>
    /// <param name="body">The body.</param>
    /// <param name="encoding">The request's <c>content-encoding</c>; null or empty for none.</param>
    /// <param name="cancel">Ends the wait for more.</param>
    public async Task ReadAsync(PipeReader body, string? encoding, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(encoding))
        {
            var stream = body.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false))
                await ReadAsync(stream, encoding, cancel).ConfigureAwait(false);

            return;
        }
        bool isWhole;
        do
        {
            // As it arrives: the body is never held as a whole.
            var read = await body.ReadAsync(cancel).ConfigureAwait(false);
            foreach (var piece in read.Buffer)
                _reader.Write(piece.Span);

            body.AdvanceTo(read.Buffer.End);
            isWhole = read.IsCompleted;
        } while (!isWhole);
    }

    /// <summary>Reads a body that is there as a whole.</summary>
    public async Task ReadAsync(byte[] body, string? encoding, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(encoding))
        {
            _reader.Write(body);
            return;
        }
        using var stream = new MemoryStream(body, writable: false);
        await ReadAsync(stream, encoding, cancel).ConfigureAwait(false);
    }

    private async Task ReadAsync(Stream body, string encoding, CancellationToken cancel)
    {
        var decoded = Decoded(body, encoding);
        await using (decoded.ConfigureAwait(false))
        {
            var buffer = new byte[16 * 1024];
            try
            {
                int read;
                while ((read = await decoded.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
                    _reader.Write(buffer.AsSpan(0, read));
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                // Not what its header says: a body that nobody can read names no model.
            }
        }
    }

    private static Stream Decoded(Stream body, string encoding) =>
        encoding.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
}
