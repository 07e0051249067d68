using N = CiBudget.MessageNode;

namespace CiBudget;

/// <summary>
/// Gathers what an answer says about itself, from one JSON body or from the events of a stream: a later value overwrites an
/// earlier one, because the counts of a stream are cumulative, and <c>null</c> overwrites nothing.
/// </summary>
/// <remarks>
/// The rule is that of the official C# SDK's aggregators (<c>Anthropic</c> 13.12) and of
/// platform.claude.com/docs/en/build-with-claude/streaming.
/// </remarks>
internal sealed class MessageVisitor : JsonVisitor
{
    private Stack<string>? _unknownPaths;
    private UsageFields _current;
    private string _unknownPath = "";
    private bool _inMessage;
    private bool _typeDecides;
    private bool _blockIsFallback;
    private string? _blockFallbackModel;
    private bool _iterationsHere;
    private int _contentItems;

    public MessageVisitor() => _current = Usage;

    public EventKind Kind { get; private set; }

    public UsageFields Usage { get; } = new();

    /// <summary>The entries of <c>usage.iterations</c>; null when there were none.</summary>
    public List<UsageFields>? Iterations { get; private set; }

    /// <summary>True when a <c>message_delta</c> counted on without the entries that an earlier event had.</summary>
    public bool IterationsOutdated { get; private set; }

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    /// <summary>Where the latest <c>fallback</c> block went to.</summary>
    public string? FallbackModel { get; private set; }

    public string? StopReason { get; private set; }

    public string? RequestId { get; private set; }

    public string? ErrorType { get; private set; }

    public string? ErrorCode { get; private set; }

    /// <summary>Looked at for its kind and then forgotten: it can quote a prompt.</summary>
    public string? ErrorMessage { get; private set; }

    public bool HasError { get; set; }

    /// <summary><c>content: []</c> was read.</summary>
    public bool ContentWasEmpty { get; private set; }

    /// <summary>A content block was read, or a part of one.</summary>
    public bool HasContent { get; set; }

    public bool HasUsage { get; private set; }

    /// <summary>A count that no count can be (negative, beyond all measure) was passed over.</summary>
    public bool HasBadCount { get; private set; }

    /// <summary><c>input_tokens</c> beside no <c>usage</c>: the answer of <c>count_tokens</c>; -1 when not read.</summary>
    public long CountedTokens { get; private set; } = -1;

    /// <summary>True when the text at hand, not the message inside it, gave <c>usage.output_tokens</c>.</summary>
    public bool OutputAtRoot { get; private set; }

    /// <summary>Another text of the same answer follows.</summary>
    /// <param name="typeDecides">True when only its <c>type</c> can tell whether it matters.</param>
    public void BeginText(bool typeDecides)
    {
        _typeDecides = typeDecides;
        _current = Usage;
        _inMessage = _iterationsHere = OutputAtRoot = false;
        _unknownPaths?.Clear();
        Kind = EventKind.Unnamed;
    }

    public void EndText()
    {
        if (_iterationsHere)
            IterationsOutdated = false;
        else if (OutputAtRoot && Iterations is { Count: > 0 })
            IterationsOutdated = true;
    }

    /// <summary>An error that did not come in Claude's envelope.</summary>
    public void Fail(ReadOnlySpan<byte> type)
    {
        HasError = true;
        ErrorType ??= RecentTexts.Get(type);
    }

    public override byte Property(byte parent, ReadOnlySpan<byte> name)
    {
        if (parent == Root && _typeDecides && Kind.DataIsSkipped())
            return Skip;
        var node = MessageNames.Find(parent, name);
        if (node == N.Unknown)
            _unknownPath = PathOf(parent) + RecentTexts.Get(name);
        return node;
    }

    public override byte Item(byte parent)
    {
        switch (parent)
        {
            case N.Content:
                _contentItems++;
                return N.Block;
            case N.Iterations:
                return N.Iteration;
            case N.Unknown:
                _unknownPath = _unknownPaths!.Peek() + "[]";
                return N.Unknown;
            default:
                return Skip;
        }
    }

    public override void Begin(byte node)
    {
        switch (node)
        {
            case N.Message:
                _inMessage = true;
                break;
            case N.Content:
                _contentItems = 0;
                break;
            case N.Block:
                (HasContent, _blockIsFallback, _blockFallbackModel) = (true, false, null);
                break;
            case N.Usage:
                HasUsage = true;
                break;
            case N.Iterations:
                Iterations = [];
                _iterationsHere = true;
                break;
            case N.Iteration:
                _current = new UsageFields();
                break;
            case N.Error or N.ResultError:
                HasError = true;
                break;
            case N.Unknown:
                (_unknownPaths ??= new()).Push(_unknownPath);
                break;
        }
    }

    public override void End(byte node)
    {
        switch (node)
        {
            case N.Message:
                _inMessage = false;
                break;
            case N.Content when _contentItems == 0:
                ContentWasEmpty = true;
                break;
            case N.Block when _blockIsFallback && _blockFallbackModel is not null:
                FallbackModel = _blockFallbackModel;
                break;
            case N.Iteration:
                // Only a whole entry counts: its model may be its last property.
                Iterations!.Add(_current);
                _current = Usage;
                break;
            case N.Unknown:
                _unknownPaths!.Pop();
                break;
        }
    }

    public override void Text(byte node, ReadOnlySpan<byte> utf8)
    {
        switch (node)
        {
            case N.DocumentType:
                Kind = EventKinds.Parse(utf8);
                HasError |= Kind == EventKind.Error;
                break;
            case N.Id:
                Id = RecentTexts.Decode(utf8);
                break;
            case N.Model:
                Model = RecentTexts.Get(utf8);
                break;
            case N.StopReason:
                StopReason = RecentTexts.Get(utf8);
                break;
            case N.BlockType:
                _blockIsFallback = utf8.SequenceEqual("fallback"u8);
                break;
            case N.FallbackModel:
                _blockFallbackModel = RecentTexts.Get(utf8);
                break;
            case N.ServiceTier:
                _current.ServiceTier = RecentTexts.Get(utf8);
                break;
            case N.InferenceGeo:
                _current.InferenceGeo = RecentTexts.Get(utf8);
                break;
            case N.Speed:
                _current.Speed = RecentTexts.Get(utf8);
                break;
            case N.EntryType:
                _current.Type = RecentTexts.Get(utf8);
                break;
            case N.EntryModel:
                _current.Model = RecentTexts.Get(utf8);
                break;
            default:
                ErrorText(node, utf8);
                break;
        }
    }

    private void ErrorText(byte node, ReadOnlySpan<byte> utf8)
    {
        switch (node)
        {
            case N.Error or N.ResultError:
                HasError = true;
                break;
            case N.RequestId:
                RequestId = RecentTexts.Decode(utf8);
                break;
            case N.ErrorType:
                ErrorType = RecentTexts.Get(utf8);
                break;
            case N.ResultErrorType when !utf8.SequenceEqual("error"u8):
                // Around the error itself stands an envelope of type "error", or none.
                ErrorType ??= RecentTexts.Get(utf8);
                break;
            case N.ErrorCode:
                ErrorCode = RecentTexts.Get(utf8);
                break;
            case N.ErrorMessage:
                ErrorMessage = RecentTexts.Decode(utf8);
                break;
        }
    }

    public override void Number(byte node, long value)
    {
        if (value < 0)
        {
            HasBadCount = true;
            return;
        }
        switch (node)
        {
            case N.Input:
                _current.Input = value;
                break;
            case N.Output:
                _current.Output = value;
                OutputAtRoot |= _current == Usage && !_inMessage;
                break;
            case N.CacheWrite:
                _current.CacheWrite = value;
                break;
            case N.CacheWrite5m:
                _current.CacheWrite5m = value;
                break;
            case N.CacheWrite1h:
                _current.CacheWrite1h = value;
                break;
            case N.CacheRead:
                _current.CacheRead = value;
                break;
            case N.Thinking:
                _current.Thinking = value;
                break;
            case N.WebSearch:
                _current.WebSearch = value;
                break;
            case N.WebFetch:
                _current.WebFetch = value;
                break;
            case N.CountedTokens:
                CountedTokens = value;
                break;
            case N.Unknown when value > 0:
                _current.Count(_unknownPath, value);
                break;
        }
    }

    private string PathOf(byte parent)
    {
        if (parent == N.Unknown)
            return _unknownPaths!.Peek() + ".";
        var entry = _current == Usage ? "" : "iterations[].";
        return parent switch
        {
            N.CacheCreation => entry + "cache_creation.",
            N.ServerTools => entry + "server_tool_use.",
            N.OutputDetails => entry + "output_tokens_details.",
            _ => entry,
        };
    }
}
