namespace CiBudget;

/// <summary>
/// Reads usage from a body while it passes. Bytes are pushed in as they come, in pieces of any size; nothing of the body is kept.
/// Not thread-safe.
/// </summary>
public sealed class UsageReader
{
    private readonly BodyReader _body;
    private bool _ended;

    /// <summary>Starts reading one body.</summary>
    /// <param name="shape">How the body carries its usage.</param>
    /// <param name="onMessage">
    /// Called for every message: once per line of a batch result, while it passes; for the other shapes once, from <see cref="Complete"/>.
    /// </param>
    /// <param name="status">
    /// HTTP status of the answer, which helps to name the failure that it carries; null when not known.
    /// </param>
    public UsageReader(BodyShape shape, Action<ResponseUsage> onMessage, int? status = null)
    {
        var failed = status >= 400 ? status : null;
        _body = shape switch
        {
            BodyShape.Json => new JsonBody(onMessage, failed),
            BodyShape.EventStream => new EventStreamBody(onMessage, failed),
            BodyShape.JsonLines => new JsonLinesBody(onMessage),
            BodyShape.BedrockEventStream => new BedrockBody(onMessage, failed),
            _ => new NoBody(onMessage, failed),
        };
    }

    /// <summary>Reads the next piece. Never throws on malformed input: what cannot be read makes the result incomplete.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        if (!_ended)
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
        _body.End(endOfBody);
    }
}
