namespace CiBudget.Wire;

/// <summary>One JSON object. It is whole when its last bracket was read, whether or not the caller waited for the end of the body.</summary>
internal sealed class JsonBody : BodyReader
{
    // What reading needs is most of what a metered call would allocate, and the next call needs the same again.
    [ThreadStatic]
    private static JsonBody? t_spare;

    private readonly MessageFields _message = new();
    private readonly MessageVisitor _visitor;
    private readonly JsonScanner _scanner;
    private int? _status;

    private JsonBody()
    {
        _visitor = new MessageVisitor(_message);
        _scanner = new JsonScanner(_visitor);
    }

    public static JsonBody Take(int? status)
    {
        var body = t_spare ?? new JsonBody();
        t_spare = null;
        body._status = status;
        return body;
    }

    public override void Write(ReadOnlySpan<byte> piece) => _scanner.Write(piece);

    public override ResponseUsage End(bool endOfBody)
    {
        var counted = _message.IsCounted(_scanner.Done);
        return ResponseUsages.Create(_message, _scanner.Done, counted, _status);
    }

    public override void Release()
    {
        _message.Clear();
        _visitor.Clear();
        _scanner.Reset();
        t_spare = this;
    }
}
