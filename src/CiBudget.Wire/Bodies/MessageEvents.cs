namespace CiBudget.Wire;

/// <summary>
/// Combines the events of a stream, whatever frames them: a message starts from <c>message_start</c>, every <c>message_delta</c>
/// overwrites, and it is whole when these came in order and <c>message_stop</c> came last. A stream can hold several messages, as
/// when a gateway falls back to another model in the middle: each of them is billed.
/// </summary>
internal sealed class MessageEvents
{
    private readonly MessageVisitor _visitor;
    private readonly JsonScanner _scanner;
    private MessageFields _message = new();
    private StreamProgress _progress;
    private List<ResponseUsage>? _earlier;
    private EventKind _name;
    private EndMark _mark;
    private bool _hasData;
    private bool _scanned;
    private bool _skip;
    private bool _marked;
    private bool _broken;

    public MessageEvents()
    {
        _visitor = new MessageVisitor(_message, this);
        _scanner = new JsonScanner(_visitor);
    }

    /// <summary>
    /// The event's name, where the framing has one. Once its data has begun it is too late: that is being read, or passed over,
    /// already, and says by itself what it is.
    /// </summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        var kind = EventKinds.Parse(name);
        // "message" is the default name of server-sent events and says nothing.
        Name(kind == EventKind.Message ? EventKind.Unnamed : kind);
    }

    /// <inheritdoc cref="Name(ReadOnlySpan{byte})"/>
    public void Name(EventKind kind)
    {
        if (_hasData)
            return;
        _name = kind;
        _skip = kind.DataIsSkipped();
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
        if (_skip)
            return;
        _mark.Read(piece);
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
        if (_hasData && _scanned && _name == EventKind.Unnamed && _mark.IsWhole)
            _marked = true;
        else if (_hasData)
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

    /// <summary>The visitor met the <c>message</c> object of a start, and will read it next.</summary>
    public void BeginMessage()
    {
        var kind = _name == EventKind.Unnamed ? _message.Kind : _name;
        if (kind is EventKind.Unnamed or EventKind.MessageStart)
            StartMessage();
    }

    public ResponseUsage Result(int? status)
    {
        var last = ResultOf(_message, _progress, status);
        return _earlier is null ? last : ResponseUsages.Together([.. _earlier, last]);
    }

    private ResponseUsage ResultOf(MessageFields message, StreamProgress progress, int? status)
    {
        var whole = progress.IsWhole(_marked, message.Usage.HasTokens);
        // An error instead of an answer is the whole answer, as it would have been with a status of its own.
        if (message.HasError)
            whole = !progress.HasBegun && message is { HasContent: false, Usage.HasTokens: false };
        return ResponseUsages.Create(
            message,
            whole && !_broken,
            progress.HasFinalOutput && message.Usage.HasPrompt,
            status
        );
    }

    private void StartMessage()
    {
        if (_progress.HasStarted)
        {
            (_earlier ??= []).Add(ResultOf(_message, _progress, status: null));
            _message = new MessageFields();
            _visitor.GoOnWith(_message);
            _progress = default;
        }
        _progress.Start(_message.HasContent);
    }

    private void BeginData(ReadOnlySpan<byte> piece)
    {
        if (_name == EventKind.Unnamed && IsBlockDelta(piece))
            NameBlockDelta();
        _hasData = true;
        if (_skip)
            return;
        _scanned = true;
        _mark = default;
        _visitor.BeginText(typeDecides: _name == EventKind.Unnamed);
    }

    private void Apply(EventKind kind)
    {
        switch (kind)
        {
            case EventKind.BlockDelta:
                _message.HasContent = true;
                _progress.GoOn();
                return;
            case EventKind.Other:
                return;
            case EventKind.BlockStart:
                _message.HasContent = true;
                _progress.GoOn();
                break;
            case EventKind.MessageStart when !_message.HasMessage:
            case EventKind.ConverseStart:
                StartMessage();
                break;
            case EventKind.MessageDelta:
                _progress.Delta(_visitor.HasOutput);
                break;
            case EventKind.MessageStop:
                _progress.Stop();
                break;
            case EventKind.ConverseStop:
                _progress.StopBeforeUsage();
                break;
            case EventKind.ConverseUsage:
                _progress.CountAtEnd(_visitor.HasOutput);
                break;
            case EventKind.Message:
                // A whole answer, framed as an event.
                _progress.All(_visitor.HasOutput);
                break;
            case EventKind.Error:
                _message.HasError = true;
                break;
            case EventKind.Unnamed when _visitor.HasChoices:
                _progress.Chunk(
                    hasContent: _visitor.HasChoice,
                    isLast: _message.StopReason is not null,
                    _visitor.HasOutput
                );
                break;
            case EventKind.Unnamed when _progress.HasStopped:
                // After the end of a message, what is no event says nothing of it.
                return;
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
