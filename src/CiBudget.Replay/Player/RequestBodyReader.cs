using System.IO.Compression;
using System.IO.Pipelines;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>Reads from a request's body, while it passes, what steps may want to know. Nothing of the body is kept.</summary>
internal sealed class RequestBodyReader
{
    private readonly Visitor _visitor = new();
    private readonly JsonScanner _scanner;

    public RequestBodyReader() => _scanner = new(_visitor);

    /// <summary><c>model</c>; null when the body names none, or is no JSON.</summary>
    public string? Model => _visitor.Model;

    /// <summary><c>stream</c>.</summary>
    public bool Stream => _visitor.Stream;

    /// <summary>True when the last of <c>messages</c> holds a <c>tool_result</c>.</summary>
    public bool ToolResult => _visitor.ToolResult;

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
                _scanner.Write(piece.Span);

            body.AdvanceTo(read.Buffer.End);
            isWhole = read.IsCompleted;
        } while (!isWhole);
    }

    /// <summary>Reads a body that is there as a whole.</summary>
    public async Task ReadAsync(byte[] body, string? encoding, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(encoding))
        {
            _scanner.Write(body);
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
                    _scanner.Write(buffer.AsSpan(0, read));
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

    private sealed class Visitor : JsonVisitor
    {
        private const byte ModelNode = 2;
        private const byte StreamNode = 3;
        private const byte MessagesNode = 4;
        private const byte MessageNode = 5;
        private const byte ContentNode = 6;
        private const byte BlockNode = 7;
        private const byte TypeNode = 8;

        public string? Model { get; private set; }

        public bool Stream { get; private set; }

        public bool ToolResult { get; private set; }

        public override byte Property(byte parent, ReadOnlySpan<byte> name) =>
            parent switch
            {
                Root when name.SequenceEqual("model"u8) => ModelNode,
                Root when name.SequenceEqual("stream"u8) => StreamNode,
                Root when name.SequenceEqual("messages"u8) => MessagesNode,
                MessageNode when name.SequenceEqual("content"u8) => ContentNode,
                BlockNode when name.SequenceEqual("type"u8) => TypeNode,
                _ => Skip,
            };

        public override byte Item(byte parent) =>
            parent switch
            {
                MessagesNode => MessageNode,
                ContentNode => BlockNode,
                _ => Skip,
            };

        public override void Begin(byte node)
        {
            // Only the last message counts.
            if (node == MessageNode)
                ToolResult = false;
        }

        public override void Text(byte node, ReadOnlySpan<byte> utf8)
        {
            if (node == ModelNode)
                Model = System.Text.Encoding.UTF8.GetString(utf8);
            else if (node == TypeNode && utf8.SequenceEqual("tool_result"u8))
                ToolResult = true;
        }

        public override void Flag(byte node, bool value)
        {
            if (node == StreamNode)
                Stream = value;
        }
    }
}
