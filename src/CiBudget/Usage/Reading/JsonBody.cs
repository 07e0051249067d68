namespace CiBudget;

/// <summary>One JSON object. It is whole when its last bracket was read, whether or not the caller waited for the end of the body.</summary>
internal sealed class JsonBody : BodyReader
{
    private readonly MessageFields _message = new();
    private readonly JsonScanner _scanner;
    private readonly Action<ResponseUsage> _onMessage;
    private readonly int? _status;

    public JsonBody(Action<ResponseUsage> onMessage, int? status)
    {
        _scanner = new JsonScanner(new MessageVisitor(_message));
        _onMessage = onMessage;
        _status = status;
    }

    public override void Write(ReadOnlySpan<byte> piece) => _scanner.Write(piece);

    public override void End(bool endOfBody)
    {
        var counted = _message.Usage is { Input: >= 0, Output: >= 0 };
        _onMessage(ResponseUsages.Of(_message, _scanner.Done, counted, _status));
    }
}
