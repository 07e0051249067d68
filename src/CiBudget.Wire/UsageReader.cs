namespace CiBudget.Wire;

/// <summary>
/// Reads usage from a body while it passes. Bytes are pushed in as they come, in pieces of any size; nothing of the body is kept.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// Official SDKs read by what they asked for and not by the answer's content type, which proxies get wrong. So the first byte decides
/// between JSON, server-sent events and Bedrock's frames, which no two of them have in common.
/// </remarks>
public sealed class UsageReader
{
    private readonly Action<ResponseUsage>? _onMessage;
    private readonly int? _status;
    private BodyReader? _body;
    private bool _ended;

    /// <summary>Starts reading one body.</summary>
    /// <param name="shape">
    /// How the body is expected to carry its usage. Lines of JSON and nothing at all are taken as they are; otherwise the first byte says
    /// more, see <see cref="Shape"/>.
    /// </param>
    /// <param name="onMessage">
    /// Called for every message: once per line of a batch result, while it passes; for the other shapes once, from <see cref="Complete"/>.
    /// Null when <see cref="Message"/> is enough.
    /// </param>
    /// <param name="status">
    /// HTTP status of the answer, which helps to name the failure that it carries; null when not known.
    /// </param>
    public UsageReader(BodyShape shape, Action<ResponseUsage>? onMessage, int? status = null)
    {
        Shape = shape;
        _onMessage = onMessage;
        _status = status >= 400 ? status : null;
    }

    /// <summary>How the body carries its usage; after its first byte, what that byte says.</summary>
    public BodyShape Shape { get; private set; }

    /// <summary>
    /// What the body said, after <see cref="Complete"/>; null before, and for a batch result, whose lines are messages of their own.
    /// </summary>
    public ResponseUsage? Message { get; private set; }

    /// <summary>Reads the next piece. Never throws on malformed input: what cannot be read makes the result incomplete.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        if (_body is null)
        {
            piece = BodyShapes.WithoutBlanks(piece);
            if (_ended || piece.IsEmpty)
                return;
            Shape = BodyShapes.Detect(piece[0], Shape);
            _body = NewBody();
        }
        _body.Write(piece);
    }

    /// <summary>Ends the body. Later calls do nothing.</summary>
    /// <param name="endOfBody">
    /// True when the body ended by itself; false when it was cut, cancelled or broken. A message that was already whole stays complete.
    /// </param>
    public void Complete(bool endOfBody)
    {
        if (_ended)
            return;
        _ended = true;
        var body = _body ?? NewBody();
        _body = null;
        Message = body.End(endOfBody);
        body.Release();
        if (Message is { } message)
            _onMessage?.Invoke(message);
    }

    private BodyReader NewBody() =>
        Shape switch
        {
            BodyShape.Json => JsonBody.Take(_status),
            BodyShape.EventStream => new EventStreamBody(_status),
            BodyShape.JsonLines => new JsonLinesBody(_onMessage ?? (static _ => { })),
            BodyShape.BedrockEventStream => new BedrockBody(_status),
            _ => new NoBody(_status),
        };
}
