using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Wire;

/// <summary>
/// Reads a request of the Messages API, or a batch of them. Names: <c>POST /v1/messages</c>, as the C# SDK 13.14 writes them.
/// </summary>
internal sealed class MessageDemandVisitor(bool batch) : DemandVisitor
{
    private const byte Requests = 2;
    private const byte Request = 3;
    private const byte Params = 4;
    private const byte Model = 5;
    private const byte MaxTokens = 6;
    private const byte Speed = 7;
    private const byte Geo = 8;
    private const byte Tools = 9;
    private const byte Tool = 10;
    private const byte ToolType = 11;
    private const byte MaxUses = 12;
    private const byte Servers = 13;
    private const byte Server = 14;
    private const byte Context = 15;
    private const byte Edits = 16;
    private const byte Edit = 17;
    private const byte EditType = 18;
    private const byte Content = 19;
    private const byte BlockType = 20;
    private const byte Source = 21;
    private const byte SourceType = 22;
    private const byte MediaType = 23;
    private const byte CacheControl = 24;
    private const byte Ttl = 25;
    private const byte Thread = 26;
    private const byte ThreadType = 27;

    /// <summary>The requests of a batch.</summary>
    private readonly List<RequestDemand> _finished = [];

    private string? _thread;
    private string? _toolType;
    private long? _maxUses;
    private bool _isEncoded;
    private bool _isImage;
    private long _dataBytes;

    public override IReadOnlyList<RequestDemand> Demands() =>
        !batch ? [Demand()]
        : _finished.Count > 0 ? _finished
        : [new() { Unbounded = "is a batch whose requests cannot be read" }];

    public override byte Property(byte parent, ReadOnlySpan<byte> name) =>
        parent switch
        {
            Root when batch => name.SequenceEqual("requests"u8) ? Requests : Skip,
            Request => name.SequenceEqual("params"u8) ? Params : Skip,
            Root or Params => OfMessage(name),
            Tool => name.SequenceEqual("type"u8) ? ToolType
            : name.SequenceEqual("max_uses"u8) ? MaxUses
            : name.SequenceEqual("cache_control"u8) ? CacheControl
            : Skip,
            Context => name.SequenceEqual("edits"u8) ? Edits : Unknown(name),
            Edit => name.SequenceEqual("type"u8) ? EditType : Skip,
            Content => name.SequenceEqual("type"u8) ? BlockType
            : name.SequenceEqual("content"u8) ? Content
            : name.SequenceEqual("source"u8) ? Source
            : name.SequenceEqual("cache_control"u8) ? CacheControl
            : Skip,
            Source => name.SequenceEqual("type"u8) ? SourceType
            : name.SequenceEqual("media_type"u8) ? MediaType
            : name.SequenceEqual("data"u8) ? Streamed
            : name.SequenceEqual("content"u8) ? Content
            : Skip,
            CacheControl => name.SequenceEqual("ttl"u8) ? Ttl : Skip,
            Thread => name.SequenceEqual("type"u8) ? ThreadType
            : name.SequenceEqual("previous_message_id"u8) ? Skip
            : Unknown(name),
            _ => Skip,
        };

    public override byte Item(byte parent) =>
        parent switch
        {
            Requests => Request,
            Tools => Tool,
            Servers => Server,
            Edits => Edit,
            Content => Content,
            _ => Skip,
        };

    public override void Begin(byte node)
    {
        switch (node)
        {
            case Request:
                Clear();
                break;
            case Tool:
                (_toolType, _maxUses) = (null, null);
                break;
            case Server:
                LoopsOnServer = true;
                break;
            case Source:
                (_isEncoded, _isImage, _dataBytes) = (false, false, 0);
                break;
            case Thread:
                _thread = null;
                break;
            case CacheControl:
                AsksForCache();
                break;
        }
    }

    public override void End(byte node)
    {
        switch (node)
        {
            case Request:
                _finished.Add(Demand());
                break;
            case Tool:
                EndTool();
                break;
            case Thread:
                EndThread();
                break;
            case Source when _isEncoded && _isImage:
                ImageBytes += _dataBytes;
                break;
        }
    }

    public override void Text(byte node, ReadOnlySpan<byte> utf8)
    {
        switch (node)
        {
            case Model:
                AskedModel = RecentTexts.Get(utf8);
                break;
            case Speed:
                AskedSpeed = RecentTexts.Get(utf8);
                break;
            case Geo:
                AskedGeo = RecentTexts.Get(utf8);
                break;
            case ToolType:
                _toolType = RecentTexts.Get(utf8);
                break;
            case Thread:
                Unknown("thread"u8);
                break;
            case ThreadType:
                _thread = RecentTexts.Get(utf8);
                break;
            case EditType when !utf8.StartsWith("clear_"u8):
                Unknown(utf8);
                break;
            case BlockType when utf8.SequenceEqual("image"u8):
                Images++;
                break;
            case SourceType when !IsText(utf8):
                HiddenSources++;
                _isEncoded = utf8.SequenceEqual("base64"u8);
                break;
            case MediaType:
                _isImage = utf8.StartsWith("image/"u8);
                break;
            case Ttl:
                AsksForCacheOf(utf8);
                break;
        }
    }

    public override void Piece(ReadOnlySpan<byte> utf8) => _dataBytes += utf8.Length;

    public override void Number(byte node, long value)
    {
        if (node == MaxTokens)
            AsksForTokens(value);
        else if (node == MaxUses)
            _maxUses = Larger(_maxUses, value);
    }

    private byte OfMessage(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("messages"u8) || name.SequenceEqual("system"u8) ? Content
        : name.SequenceEqual("model"u8) ? Model
        : name.SequenceEqual("max_tokens"u8) ? MaxTokens
        : name.SequenceEqual("tools"u8) ? Tools
        : name.SequenceEqual("speed"u8) ? Speed
        : name.SequenceEqual("inference_geo"u8) ? Geo
        : name.SequenceEqual("cache_control"u8) ? CacheControl
        : name.SequenceEqual("mcp_servers"u8) ? Servers
        : name.SequenceEqual("context_management"u8) ? Context
        : name.SequenceEqual("thread"u8) ? Thread
        : IsFree(name) ? Skip
        : Unknown(name);

    /// <summary>What adds nothing to a cost, or is in the length of the body.</summary>
    private static bool IsFree(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("stream"u8)
        || name.SequenceEqual("temperature"u8)
        || name.SequenceEqual("top_p"u8)
        || name.SequenceEqual("top_k"u8)
        || name.SequenceEqual("stop_sequences"u8)
        || name.SequenceEqual("metadata"u8)
        || name.SequenceEqual("thinking"u8)
        || name.SequenceEqual("tool_choice"u8)
        || name.SequenceEqual("service_tier"u8)
        || name.SequenceEqual("output_config"u8)
        || name.SequenceEqual("output_format"u8)
        || name.SequenceEqual("container"u8)
        || name.SequenceEqual("diagnostics"u8)
        || name.SequenceEqual("betas"u8)
        || name.SequenceEqual("anthropic_beta"u8)
        || name.SequenceEqual("anthropic_version"u8)
        || name.SequenceEqual("billing_policy"u8)
        || name.SequenceEqual("user_profile_id"u8)
        || name.SequenceEqual("workspace_id"u8);

    private static bool IsText(ReadOnlySpan<byte> sourceType) =>
        sourceType.SequenceEqual("text"u8) || sourceType.SequenceEqual("content"u8);

    private void EndTool()
    {
        if (_toolType is null or "custom")
            return;
        if (Is("bash_") || Is("text_editor_") || Is("computer_") || Is("memory_"))
        {
            TypedTools++;
            return;
        }
        LoopsOnServer = true;
        if (Is("web_search_"))
        {
            if (_maxUses is { } uses)
                WebSearches += uses;
            else
                HasNoBound("declares the tool web_search without \"max_uses\"");
        }
        else if (!Is("web_fetch_") && !Is("tool_search_tool_") && !Is("mcp_toolset"))
        {
            // Code execution is billed by time, an advisor by another model's tokens.
            HasNoBound($"declares the tool '{SafeText.Excerpt(_toolType)}'");
        }

        bool Is(string start) => _toolType.StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>
    /// A message thread (beta): the body of a turn that goes on holds the new turn alone, and the whole conversation is billed. It is not
    /// longer than the context window.
    /// </summary>
    private void EndThread()
    {
        if (_thread == "continue")
            HiddenSources++;
        else if (_thread != "create")
            Unknown("thread"u8);
    }
}
