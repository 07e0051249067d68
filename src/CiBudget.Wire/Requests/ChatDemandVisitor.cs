using CiBudget.Text;

namespace CiBudget.Wire;

/// <summary>
/// Reads a request to the OpenAI-compatible endpoint. Names: platform.claude.com, page on OpenAI SDK compatibility, 2026-11, which also
/// says what is ignored.
/// </summary>
internal sealed class ChatDemandVisitor : DemandVisitor
{
    private const byte Model = 2;
    private const byte MaxTokens = 3;
    private const byte Choices = 4;
    private const byte Messages = 5;
    private const byte Message = 6;
    private const byte Content = 7;
    private const byte Block = 8;
    private const byte BlockType = 9;
    private const byte Image = 10;
    private const byte CacheControl = 11;
    private const byte Ttl = 12;
    private const byte Tools = 13;
    private const byte Tool = 14;
    private const byte ToolType = 15;

    public override byte Property(byte parent, ReadOnlySpan<byte> name) =>
        parent switch
        {
            Root => OfRequest(name),
            Message => name.SequenceEqual("content"u8) ? Content
            : name.SequenceEqual("cache_control"u8) ? CacheControl
            : Skip,
            Block => name.SequenceEqual("type"u8) ? BlockType
            : name.SequenceEqual("image_url"u8) ? Image
            : name.SequenceEqual("cache_control"u8) ? CacheControl
            : Skip,
            // The image itself, or where it is: neither is read as text.
            Image => name.SequenceEqual("url"u8) ? Streamed : Skip,
            Tool => name.SequenceEqual("type"u8) ? ToolType
            : name.SequenceEqual("cache_control"u8) ? CacheControl
            : Skip,
            CacheControl => name.SequenceEqual("ttl"u8) ? Ttl : Skip,
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
        if (node == CacheControl)
            AsksForCache();
    }

    public override void Text(byte node, ReadOnlySpan<byte> utf8)
    {
        switch (node)
        {
            case Model:
                AskedModel = RecentTexts.Get(utf8);
                break;
            case BlockType when utf8.SequenceEqual("image_url"u8):
                Images++;
                HiddenSources++;
                break;
            // Files and sound are ignored by Claude's own endpoint; a gateway may pass them on.
            case BlockType when !utf8.SequenceEqual("text"u8) && !utf8.SequenceEqual("refusal"u8):
                HiddenSources++;
                break;
            case Ttl:
                AsksForCacheOf(utf8);
                break;
            case ToolType when !utf8.SequenceEqual("function"u8):
                HasNoBound($"declares the tool '{SafeText.Excerpt(RecentTexts.Get(utf8))}'");
                break;
        }
    }

    public override void Piece(ReadOnlySpan<byte> utf8) => ImageBytes += utf8.Length;

    public override void Number(byte node, long value)
    {
        if (node == MaxTokens)
            AsksForTokens(value);
        // Several answers to one prompt; Claude's own endpoint gives but one.
        else if (node == Choices && value != 1)
            Unknown("n"u8);
    }

    private byte OfRequest(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("messages"u8) ? Messages
        : name.SequenceEqual("model"u8) ? Model
        : name.SequenceEqual("max_tokens"u8) || name.SequenceEqual("max_completion_tokens"u8)
            ? MaxTokens
        : name.SequenceEqual("n"u8) ? Choices
        : name.SequenceEqual("tools"u8) ? Tools
        : name.SequenceEqual("cache_control"u8) ? CacheControl
        : IsFree(name) ? Skip
        : Unknown(name);

    /// <summary>What adds nothing to a cost, or is in the length of the body.</summary>
    private static bool IsFree(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("stream"u8)
        || name.SequenceEqual("stream_options"u8)
        || name.SequenceEqual("temperature"u8)
        || name.SequenceEqual("top_p"u8)
        || name.SequenceEqual("top_k"u8)
        || name.SequenceEqual("stop"u8)
        || name.SequenceEqual("seed"u8)
        || name.SequenceEqual("user"u8)
        || name.SequenceEqual("store"u8)
        || name.SequenceEqual("metadata"u8)
        || name.SequenceEqual("functions"u8)
        || name.SequenceEqual("function_call"u8)
        || name.SequenceEqual("tool_choice"u8)
        || name.SequenceEqual("parallel_tool_calls"u8)
        || name.SequenceEqual("response_format"u8)
        || name.SequenceEqual("thinking"u8)
        || name.SequenceEqual("reasoning_effort"u8)
        || name.SequenceEqual("service_tier"u8)
        || name.SequenceEqual("logprobs"u8)
        || name.SequenceEqual("top_logprobs"u8)
        || name.SequenceEqual("logit_bias"u8)
        || name.SequenceEqual("presence_penalty"u8)
        || name.SequenceEqual("frequency_penalty"u8)
        || name.SequenceEqual("verbosity"u8)
        || name.SequenceEqual("safety_identifier"u8);
}
