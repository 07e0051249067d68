namespace CiBudget.Wire;

/// <summary>
/// Reads a request of Bedrock's Converse or ConverseStream. Names: Amazon Bedrock API reference, Converse, 2026-11. The model is in the
/// path.
/// </summary>
internal sealed class ConverseDemandVisitor : DemandVisitor
{
    private const byte Config = 2;
    private const byte MaxTokens = 3;
    private const byte Messages = 4;
    private const byte Message = 5;
    private const byte Content = 6;
    private const byte Block = 7;
    private const byte Image = 8;
    private const byte ImageSource = 9;
    private const byte Document = 10;
    private const byte DocumentSource = 11;
    private const byte ToolResult = 12;
    private const byte CachePoint = 13;
    private const byte Ttl = 14;
    private const byte ToolConfig = 15;
    private const byte Tools = 16;
    private const byte Tool = 17;
    private const byte ModelFields = 18;
    private const byte Tier = 19;
    private const byte Standard = 20;

    public override byte Property(byte parent, ReadOnlySpan<byte> name) =>
        parent switch
        {
            Root => OfRequest(name),
            Config => name.SequenceEqual("maxTokens"u8) ? MaxTokens : Skip,
            Message => name.SequenceEqual("content"u8) ? Content : Skip,
            Block => OfBlock(name),
            Image => name.SequenceEqual("source"u8) ? ImageSource : Skip,
            // The image itself; it is not read as text.
            ImageSource => name.SequenceEqual("bytes"u8) ? Streamed : Skip,
            Document => name.SequenceEqual("source"u8) ? DocumentSource : Skip,
            DocumentSource => OfDocument(name),
            ToolResult => name.SequenceEqual("content"u8) ? Content : Skip,
            CachePoint => name.SequenceEqual("ttl"u8) ? Ttl : Skip,
            ToolConfig => name.SequenceEqual("tools"u8) ? Tools : Skip,
            Tool => name.SequenceEqual("toolSpec"u8) ? Skip
            : name.SequenceEqual("cachePoint"u8) ? CachePoint
            : Unknown(name),
            ModelFields => IsFreeOfModel(name) ? Skip : Unknown(name),
            Tier => name.SequenceEqual("type"u8) || name.SequenceEqual("latency"u8)
                ? Standard
                : Unknown(name),
            _ => Skip,
        };

    public override byte Item(byte parent) =>
        parent switch
        {
            Messages => Message,
            Content => Block,
            Tools => Tool,
            _ => Skip,
        };

    public override void Begin(byte node)
    {
        if (node == Image)
        {
            Images++;
            HiddenSources++;
        }
        else if (node == CachePoint)
            AsksForCache();
    }

    public override void Text(byte node, ReadOnlySpan<byte> utf8)
    {
        if (node == Ttl)
            AsksForCacheOf(utf8);
        // Other tiers and latencies have prices of their own.
        else if (
            node == Standard
            && !utf8.SequenceEqual("default"u8)
            && !utf8.SequenceEqual("standard"u8)
        )
            Unknown(utf8);
    }

    public override void Piece(ReadOnlySpan<byte> utf8) => ImageBytes += utf8.Length;

    public override void Number(byte node, long value)
    {
        if (node == MaxTokens)
            AsksForTokens(value);
    }

    private byte OfRequest(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("messages"u8) ? Messages
        : name.SequenceEqual("system"u8) ? Content
        : name.SequenceEqual("inferenceConfig"u8) ? Config
        : name.SequenceEqual("toolConfig"u8) ? ToolConfig
        : name.SequenceEqual("additionalModelRequestFields"u8) ? ModelFields
        : name.SequenceEqual("serviceTier"u8) || name.SequenceEqual("performanceConfig"u8) ? Tier
        : IsFree(name) ? Skip
        // Guardrails, which are billed apart, prompts that Bedrock keeps, and whatever comes later.
        : Unknown(name);

    /// <summary>What adds nothing to a cost, or is in the length of the body.</summary>
    private static bool IsFree(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("additionalModelResponseFieldPaths"u8)
        || name.SequenceEqual("requestMetadata"u8)
        || name.SequenceEqual("outputConfig"u8);

    /// <summary>The same for what is handed on to the model as it is.</summary>
    private static bool IsFreeOfModel(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("thinking"u8)
        || name.SequenceEqual("reasoning_config"u8)
        || name.SequenceEqual("output_config"u8)
        || name.SequenceEqual("anthropic_beta"u8)
        || name.SequenceEqual("top_k"u8);

    private byte OfBlock(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("image"u8) ? Image
        : name.SequenceEqual("document"u8) ? Document
        : name.SequenceEqual("toolResult"u8) ? ToolResult
        : name.SequenceEqual("cachePoint"u8) ? CachePoint
        : name.SequenceEqual("guardContent"u8) ? Block
        : name.SequenceEqual("text"u8)
        || name.SequenceEqual("json"u8)
        || name.SequenceEqual("toolUse"u8)
        || name.SequenceEqual("reasoningContent"u8)
        || name.SequenceEqual("citationsContent"u8)
        || name.SequenceEqual("searchResult"u8)
            ? Skip
        : Unknown(name);

    /// <summary>A document that is no plain text is as long as it likes.</summary>
    private byte OfDocument(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual("text"u8) && !name.SequenceEqual("content"u8))
            HiddenSources++;
        return Skip;
    }
}
