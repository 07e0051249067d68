namespace CiBudget;

/// <summary>
/// Reads usage from a body while it passes. Bytes are pushed in as they come, in pieces of any size; nothing of the body is kept.
/// Not thread-safe.
/// </summary>
public sealed class UsageReader
{
    private readonly Action<ResponseUsage>? _onMessage;
    private BodyReader? _body;

    /// <summary>Starts reading one body.</summary>
    /// <param name="shape">How the body carries its usage.</param>
    /// <param name="onMessage">
    /// Called for every message: once per line of a batch result, while it passes; for the other shapes once, from <see cref="Complete"/>.
    /// Null when <see cref="Message"/> is enough.
    /// </param>
    /// <param name="status">
    /// HTTP status of the answer, which helps to name the failure that it carries; null when not known.
    /// </param>
    public UsageReader(BodyShape shape, Action<ResponseUsage>? onMessage, int? status = null)
    {
        _onMessage = onMessage;
        var failed = status >= 400 ? status : null;
        _body = shape switch
        {
            BodyShape.Json => JsonBody.Take(failed),
            BodyShape.EventStream => new EventStreamBody(failed),
            BodyShape.JsonLines => new JsonLinesBody(onMessage ?? (static _ => { })),
            BodyShape.BedrockEventStream => new BedrockBody(failed),
            _ => new NoBody(failed),
        };
    }

    /// <summary>
    /// What the body said, after <see cref="Complete"/>; null before, and for a batch result, whose lines are messages of their own.
    /// </summary>
    public ResponseUsage? Message { get; private set; }

    /// <summary>Reads the next piece. Never throws on malformed input: what cannot be read makes the result incomplete.</summary>
    public void Write(ReadOnlySpan<byte> piece) => _body?.Write(piece);

    /// <summary>Ends the body. Later calls do nothing.</summary>
    /// <param name="endOfBody">
    /// True when the body ended by itself; false when it was cut, cancelled or broken. A message that was already whole stays complete.
    /// </param>
    public void Complete(bool endOfBody)
    {
        if (_body is not { } body)
            return;
        _body = null;
        Message = body.End(endOfBody);
        body.Release();
        if (Message is { } message)
            _onMessage?.Invoke(message);
    }
}
