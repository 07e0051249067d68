namespace CiBudget.Wire;

/// <summary>
/// Reads from a request body, while it passes, what the ledger says of a request: model, limits, and a fingerprint. Bytes are pushed
/// in pieces of any size; nothing of the body is kept. Not thread-safe. Malformed bodies are no error: their fields stay null.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RequestReader
{
    private readonly RequestVisitor _visitor;
    private readonly JsonScanner _scanner;
    private readonly Fingerprint? _fingerprint;

    /// <summary>Starts reading one body.</summary>
    /// <param name="salt">
    /// What sets the fingerprints of one run apart from those of others, the run's id. Equal bodies have equal fingerprints only under
    /// equal salts. Null when no fingerprint is wanted.
    /// </param>
    /// <param name="readsMessages">True to read <see cref="ToolResult"/>, too.</param>
    public RequestReader(string? salt, bool readsMessages = false)
    {
        _visitor = new(readsMessages);
        _scanner = new(_visitor);
        _fingerprint = salt is null ? null : new(salt);
    }

    /// <summary><c>model</c>; null when the body named none (Bedrock and Vertex name it in the URL).</summary>
    public string? Model => _visitor.Model;

    /// <summary>
    /// <c>max_tokens</c>, or what it is called by the OpenAI-compatible endpoint and by Converse; null when the body had none.
    /// </summary>
    public long? MaxTokens => _visitor.MaxTokens;

    /// <summary>True when the body asked for a stream. Bedrock and Vertex ask for it in the URL.</summary>
    public bool Stream => _visitor.Stream;

    /// <summary>True when the last of <c>messages</c> holds a <c>tool_result</c>; false when messages are not read.</summary>
    public bool ToolResult => _visitor.ToolResult;

    /// <summary>Bytes read so far.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the next piece.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        Length += piece.Length;
        _fingerprint?.Add(piece);
        _scanner.Write(piece);
    }

    /// <summary>Starts over, for another body under the same salt.</summary>
    public void Reset()
    {
        Length = 0;
        _fingerprint?.Clear();
        _visitor.Clear();
        _scanner.Reset();
    }

    /// <summary>The fingerprint of all bytes read so far: 16 hexadecimal digits.</summary>
    /// <exception cref="InvalidOperationException">No fingerprint was wanted.</exception>
    public string PromptHash() =>
        _fingerprint?.ToString()
        ?? throw new InvalidOperationException("A reader without a salt makes no fingerprint.");

    private sealed class RequestVisitor(bool readsMessages) : JsonVisitor
    {
        private const byte ModelNode = 2;
        private const byte MaxTokensNode = 3;
        private const byte StreamNode = 4;
        private const byte ConfigNode = 5;
        private const byte MessagesNode = 6;
        private const byte MessageNode = 7;
        private const byte ContentNode = 8;
        private const byte BlockNode = 9;
        private const byte TypeNode = 10;

        public string? Model { get; private set; }

        public long? MaxTokens { get; private set; }

        public bool Stream { get; private set; }

        public bool ToolResult { get; private set; }

        public void Clear() => (Model, MaxTokens, Stream, ToolResult) = (null, null, false, false);

        public override byte Property(byte parent, ReadOnlySpan<byte> name) =>
            parent switch
            {
                Root => OfRoot(name),
                ConfigNode when name.SequenceEqual("maxTokens"u8) => MaxTokensNode,
                MessageNode when name.SequenceEqual("content"u8) => ContentNode,
                BlockNode when name.SequenceEqual("type"u8) => TypeNode,
                _ => Skip,
            };

        private byte OfRoot(ReadOnlySpan<byte> name) =>
            name.SequenceEqual("model"u8) ? ModelNode
            : name.SequenceEqual("max_tokens"u8) ? MaxTokensNode
            : name.SequenceEqual("stream"u8) ? StreamNode
            : name.SequenceEqual("max_completion_tokens"u8) ? MaxTokensNode
            : name.SequenceEqual("inferenceConfig"u8) ? ConfigNode
            : readsMessages && name.SequenceEqual("messages"u8) ? MessagesNode
            : Skip;

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
                Model = RecentTexts.Get(utf8);
            else if (node == TypeNode && utf8.SequenceEqual("tool_result"u8))
                ToolResult = true;
        }

        public override void Number(byte node, long value)
        {
            if (node == MaxTokensNode && value >= 0)
                MaxTokens = value;
        }

        public override void Flag(byte node, bool value)
        {
            if (node == StreamNode)
                Stream = value;
        }
    }
}
