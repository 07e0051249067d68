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
    private readonly MessageFields _message;
    private Stack<string>? _unknownPaths;
    private UsageFields _current;
    private string _unknownPath = "";
    private bool _typeDecides;
    private bool _blockIsFallback;
    private string? _blockFallbackModel;
    private bool _iterationsHere;
    private int _contentItems;

    public MessageVisitor(MessageFields message)
    {
        _message = message;
        _current = message.Usage;
    }

    /// <summary>True when the text at hand gave <c>usage.output_tokens</c>.</summary>
    public bool HasOutput { get; private set; }

    /// <summary>Another answer follows. The message has been cleared.</summary>
    public void Clear()
    {
        BeginText(typeDecides: false);
        _unknownPath = "";
        _blockIsFallback = false;
        _blockFallbackModel = null;
        _contentItems = 0;
    }

    /// <summary>Another text of the same answer follows.</summary>
    /// <param name="typeDecides">True when only its <c>type</c> can tell whether it matters.</param>
    public void BeginText(bool typeDecides)
    {
        _typeDecides = typeDecides;
        _current = _message.Usage;
        _iterationsHere = HasOutput = false;
        _unknownPaths?.Clear();
        _message.Kind = EventKind.Unnamed;
    }

    public void EndText()
    {
        if (_iterationsHere)
            _message.IterationsOutdated = false;
        else if (HasOutput && _message.Iterations is { Count: > 0 })
            _message.IterationsOutdated = true;
    }

    public override byte Property(byte parent, ReadOnlySpan<byte> name)
    {
        if (parent == Root && _typeDecides && _message.Kind.DataIsSkipped())
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
            case N.Content:
                _contentItems = 0;
                break;
            case N.Block:
                (_message.HasContent, _blockIsFallback, _blockFallbackModel) = (true, false, null);
                break;
            case N.Usage:
                _message.HasUsage = true;
                break;
            case N.Iterations:
                _message.Iterations = [];
                _iterationsHere = true;
                break;
            case N.Iteration:
                _current = new UsageFields();
                break;
            case N.Error or N.ResultError:
                _message.HasError = true;
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
            case N.Content when _contentItems == 0:
                _message.ContentWasEmpty = true;
                break;
            case N.Block when _blockIsFallback && _blockFallbackModel is not null:
                _message.FallbackModel = _blockFallbackModel;
                break;
            case N.Iteration:
                // Only a whole entry counts: its model may be its last property.
                _message.Iterations!.Add(_current);
                _current = _message.Usage;
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
                _message.Kind = EventKinds.Parse(utf8);
                _message.HasError |= _message.Kind == EventKind.Error;
                break;
            case N.Id:
                _message.Id = RecentTexts.Decode(utf8);
                break;
            case N.Model:
                _message.Model = RecentTexts.Get(utf8);
                break;
            case N.StopReason:
                _message.StopReason = RecentTexts.Get(utf8);
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
                _message.HasError = true;
                break;
            case N.RequestId:
                _message.RequestId = RecentTexts.Decode(utf8);
                break;
            case N.ErrorType:
                _message.ErrorType = RecentTexts.Get(utf8);
                break;
            case N.ResultErrorType when !utf8.SequenceEqual("error"u8):
                // Around the error itself stands an envelope of type "error", or none.
                _message.ErrorType ??= RecentTexts.Get(utf8);
                break;
            case N.ErrorCode:
                _message.ErrorCode = RecentTexts.Get(utf8);
                break;
            case N.ErrorMessage:
                _message.ErrorMessage = RecentTexts.Decode(utf8);
                break;
        }
    }

    public override void Number(byte node, long value)
    {
        if (value < 0)
        {
            _message.HasBadCount = true;
            return;
        }
        switch (node)
        {
            case N.Input:
                _current.Input = value;
                break;
            case N.Output:
                _current.Output = value;
                HasOutput |= _current == _message.Usage;
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
                _message.CountedTokens = value;
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
        var entry = _current == _message.Usage ? "" : "iterations[].";
        return parent switch
        {
            N.CacheCreation => entry + "cache_creation.",
            N.ServerTools => entry + "server_tool_use.",
            N.OutputDetails => entry + "output_tokens_details.",
            _ => entry,
        };
    }
}
