using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>
/// Gathers what an answer says about itself, from one JSON body or from the events of a stream: a later value overwrites an
/// earlier one, because the counts of a stream are cumulative, and <c>null</c> overwrites nothing.
/// </summary>
/// <remarks>
/// The rule is that of the official C# SDK's aggregators (<c>Anthropic</c> 13.14) and of
/// platform.claude.com/docs/en/build-with-claude/streaming. A counter of a wrong type is named and makes the whole answer unmeasured.
/// </remarks>
internal sealed class MessageVisitor : JsonVisitor
{
    private readonly MessageEvents? _events;
    private readonly CounterPath _path = new();
    private MessageFields _message;
    private UsageFields _current;
    private bool _typeDecides;
    private bool _blockIsFallback;
    private string? _blockFallbackModel;
    private bool _iterationsHere;
    private int _contentItems;
    private bool _inMessage;
    private long _written;
    private bool _writtenForHour;
    private bool _writtenForMinutes;

    /// <param name="message">Where to gather.</param>
    /// <param name="events">Hears that another message begins in the same stream; null for what is one message.</param>
    public MessageVisitor(MessageFields message, MessageEvents? events = null)
    {
        _message = message;
        _events = events;
        _current = message.Usage;
    }

    /// <summary>True when the text at hand gave <c>usage.output_tokens</c>.</summary>
    public bool HasOutput { get; private set; }

    /// <summary>True when the text at hand is an answer, or a piece of one, of the OpenAI-compatible endpoint.</summary>
    public bool HasChoices { get; private set; }

    /// <summary>True when there is something in these choices.</summary>
    public bool HasChoice { get; private set; }

    /// <summary>Another answer follows. The message has been cleared.</summary>
    public void Clear()
    {
        BeginText(typeDecides: false);
        _path.Clear();
        _blockIsFallback = false;
        _blockFallbackModel = null;
        _contentItems = 0;
        (_written, _writtenForHour, _writtenForMinutes) = (0, false, false);
    }

    /// <summary>Another text of the same answer follows.</summary>
    /// <param name="typeDecides">True when only its <c>type</c> can tell whether it matters.</param>
    public void BeginText(bool typeDecides)
    {
        _typeDecides = typeDecides;
        _current = _message.Usage;
        _iterationsHere = HasOutput = HasChoices = HasChoice = _inMessage = false;
        _path.BeginText();
        _message.Kind = EventKind.Unnamed;
    }

    public void EndText()
    {
        if (_iterationsHere)
            _message.IterationsOutdated = false;
        else if (HasOutput && _message.Iterations is { Count: > 0 })
            _message.IterationsOutdated = true;
    }

    /// <summary>What follows in the text at hand belongs to another message of the same stream.</summary>
    public void GoOnWith(MessageFields message)
    {
        message.Kind = _message.Kind;
        _message = message;
        _current = message.Usage;
    }

    public override byte Property(byte parent, ReadOnlySpan<byte> name)
    {
        if (parent == Root && _typeDecides && _message.Kind.DataIsSkipped())
            return Skip;
        var node = MessageNames.Find(parent, name);
        _path.Property(parent, name, node, InEntry);
        if (node != N.Unknown && parent == N.Iterations)
            Misread(parent);
        return node;
    }

    public override byte Item(byte parent)
    {
        switch (parent)
        {
            case Root:
                return N.ErrorList;
            case N.Content:
                _contentItems++;
                return N.Block;
            case N.Iterations:
                return N.Iteration;
            case N.CacheDetails:
                return N.CacheDetail;
            case N.Choices:
                HasChoice = true;
                return N.Choice;
            case N.ErrorDetails:
                return N.ErrorDetail;
            case N.Unknown:
                _path.UnknownItem();
                return N.Unknown;
            default:
                if (N.HoldsCounters(parent))
                    Misread(parent);
                return Skip;
        }
    }

    public override void Begin(byte node)
    {
        switch (node)
        {
            case N.Message:
                _events?.BeginMessage();
                _message.HasMessage = _inMessage = true;
                break;
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
            case N.CacheDetails:
                _current[N.CacheWrite5m] = _current[N.CacheWrite1h] = 0;
                break;
            case N.CacheDetail:
                (_written, _writtenForHour, _writtenForMinutes) = (0, false, false);
                break;
            case N.Choices:
                HasChoices = true;
                break;
            case N.Error or N.ResultError:
                _message.HasError = true;
                break;
            case N.Unknown:
                _path.BeginUnknown();
                break;
            default:
                if (N.IsCounter(node))
                    Misread(node);
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
                _message.ContentWasEmpty = true;
                break;
            case N.Block when _blockIsFallback && _blockFallbackModel is not null:
                _message.FallbackModel = _blockFallbackModel;
                break;
            case N.Iteration:
                // Only a whole entry counts: its model may be its last property.
                if (_current.Missing is { } missing)
                    _message.UnreadableCounter ??= "usage.iterations[]." + missing;
                _message.Iterations!.Add(_current);
                _current = _message.Usage;
                break;
            // Those of another lifetime stay without one: they are in the total.
            case N.CacheDetail when _writtenForHour:
                _current[N.CacheWrite1h] += _written;
                break;
            case N.CacheDetail when _writtenForMinutes:
                _current[N.CacheWrite5m] += _written;
                break;
            case N.Unknown:
                _path.EndUnknown();
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
            case N.Id when utf8.Length > 0:
                _message.Id = RecentTexts.Decode(utf8);
                break;
            // A name of no letter names no model.
            case N.Model when utf8.Length > 0:
                _message.Model = RecentTexts.Get(utf8);
                break;
            case N.StopReason:
                _message.StopReason = RecentTexts.Get(utf8);
                break;
            case N.BlockType:
                _blockIsFallback = utf8.SequenceEqual("fallback"u8);
                break;
            case N.FallbackModel when utf8.Length > 0:
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
            case N.EntryModel when utf8.Length > 0:
                _current.Model = RecentTexts.Get(utf8);
                break;
            // Bedrock's names for what the list price is for; every other one has a price of its own.
            case N.TierName when !utf8.SequenceEqual("default"u8):
                _message.Usage.ServiceTier = RecentTexts.Get(utf8);
                break;
            case N.Latency when !utf8.SequenceEqual("standard"u8):
                _message.Usage.Speed = RecentTexts.Get(utf8);
                break;
            case N.Lifetime:
                _writtenForHour = utf8.SequenceEqual("1h"u8);
                _writtenForMinutes = utf8.SequenceEqual("5m"u8);
                break;
            default:
                if (N.IsCounter(node) || N.HoldsCounters(node))
                    Misread(node);
                else
                    _message.SetErrorText(node, utf8);
                break;
        }
    }

    public override void Flag(byte node, bool value)
    {
        if (N.IsCounter(node) || N.HoldsCounters(node))
            Misread(node);
    }

    public override void Null(byte node)
    {
        // A final count has to be one; everything else may be absent.
        if (node == N.Output && !_inMessage)
            Misread(node);
    }

    public override void Number(byte node, long value)
    {
        if (node == N.Unknown)
        {
            // Whatever it counts, it counts something.
            if (value != 0)
                _current.Count(_path.Unknown, Math.Max(1, value));
            return;
        }
        if (N.HoldsCounters(node) || (value < 0 && N.IsCounter(node)))
        {
            Misread(node);
            return;
        }
        switch (node)
        {
            case N.Output:
                CountOutput(value);
                break;
            case N.WrittenTokens:
                _written = value;
                break;
            case N.CountedTokens when value >= 0:
                _message.CountedTokens = value;
                break;
            default:
                if (N.IsCounter(node))
                    _current[node] = value;
                break;
        }
    }

    private void CountOutput(long value)
    {
        // The start of a stream has a placeholder, which says nothing where a count came before it.
        _current[N.Output] =
            _events is not null && _inMessage ? Math.Max(_current[N.Output], value) : value;
        HasOutput |= !InEntry;
    }

    private bool InEntry => _current != _message.Usage;

    /// <summary>The value at hand is none that this counter can have.</summary>
    private void Misread(byte node) => _message.UnreadableCounter ??= _path.Of(node, InEntry);
}
