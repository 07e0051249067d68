namespace CiBudget;

/// <summary>
/// Combines the events of a streamed message, whatever frames them: starts from <c>message_start</c>, lets every <c>message_delta</c>
/// overwrite, and knows whether the stream came to its <c>message_stop</c>.
/// </summary>
internal sealed class MessageEvents
{
    private readonly MessageFields _message = new();
    private readonly MessageVisitor _visitor;
    private readonly JsonScanner _scanner;
    private EventKind _name;
    private bool _hasData;
    private bool _scanned;
    private bool _skip;
    private bool _finalOutput;
    private bool _delta;
    private bool _stop;
    private bool _broken;

    public MessageEvents()
    {
        _visitor = new MessageVisitor(_message);
        _scanner = new JsonScanner(_visitor);
    }

    /// <summary>
    /// The event's name, where the framing has one. Once its data has begun it is too late: that is being read, or passed over,
    /// already, and says by itself what it is.
    /// </summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        if (_hasData)
            return;
        var kind = EventKinds.Parse(name);
        // "message" is the default name of server-sent events and says nothing.
        _name = kind == EventKind.Message ? EventKind.Unnamed : kind;
        _skip = _name.DataIsSkipped();
    }

    /// <summary>The event is a part of a content block, as nearly all are.</summary>
    public void NameBlockDelta()
    {
        if (!_hasData)
            (_name, _skip) = (EventKind.BlockDelta, true);
    }

    /// <summary>A piece of the event's data.</summary>
    public void Data(ReadOnlySpan<byte> piece)
    {
        if (_skip)
        {
            _hasData = true;
            return;
        }
        if (!_hasData)
            BeginData(piece);
        if (!_skip)
            _scanner.Write(piece);
    }

    /// <summary>A line of the data ended: the next one is apart from it.</summary>
    public void EndLine()
    {
        if (!_skip)
            _scanner.Write("\n"u8);
    }

    /// <summary>The event ended.</summary>
    public void End()
    {
        if (_hasData)
            Apply(_name == EventKind.Unnamed ? _message.Kind : _name);
        if (_scanned)
        {
            _visitor.EndText();
            _scanner.Reset();
        }
        _name = EventKind.Unnamed;
        _hasData = _skip = _scanned = false;
    }

    /// <summary>What framed the events was itself broken.</summary>
    public void Break() => _broken = true;

    /// <summary>An error came in the framing's own way.</summary>
    public void Fail(ReadOnlySpan<byte> type) => _message.Fail(type);

    public ResponseUsage Result(int? status)
    {
        var whole = _delta && _stop && !_broken && !_message.HasError;
        var counted = _finalOutput && _message.Usage.Input >= 0;
        return ResponseUsages.Of(_message, whole, counted, status);
    }

    private void BeginData(ReadOnlySpan<byte> piece)
    {
        if (_name == EventKind.Unnamed && IsBlockDelta(piece))
            NameBlockDelta();
        _hasData = true;
        if (_skip)
            return;
        _scanned = true;
        _visitor.BeginText(typeDecides: _name == EventKind.Unnamed);
    }

    private void Apply(EventKind kind)
    {
        switch (kind)
        {
            case EventKind.BlockDelta:
                _message.HasContent = true;
                return;
            case EventKind.Other:
                return;
            case EventKind.BlockStart:
                _message.HasContent = true;
                break;
            case EventKind.MessageDelta:
                _delta = true;
                _finalOutput |= _visitor.HasOutput;
                break;
            case EventKind.MessageStop:
                _stop = true;
                break;
            case EventKind.Error:
                _message.HasError = true;
                break;
        }
        _broken |= !_scanner.Done;
    }

    /// <summary>Most events without a name are these, and their first property says so.</summary>
    private static bool IsBlockDelta(ReadOnlySpan<byte> data)
    {
        if (data.Length > 0 && data[0] == ' ')
            data = data.Slice(1);
        return data.StartsWith("{\"type\":\"content_block_delta\""u8)
            || data.StartsWith("{\"type\": \"content_block_delta\""u8);
    }
}
