namespace CiBudget.Replay;

/// <summary>A step made ready for one request: every byte that goes over the wire, in the pieces and at the times it goes.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="headers">Every header but those that HTTP itself needs.</param>
/// <param name="streamed">True when each frame is a chunk of its own; false when the body has a content length.</param>
/// <param name="frames">The body.</param>
/// <param name="length">The content length that a plain answer promises, which is more than it sends when it breaks.</param>
/// <param name="delay">Before the first byte.</param>
/// <param name="brokenBy">How it ends after the last frame; null when it ends in good order.</param>
/// <param name="beforeHeaders">True when it breaks before the status line.</param>
/// <param name="faulty">True when it breaks, ends early or says an error in its middle.</param>
/// <remarks>Fields, not properties: before the first answer, each accessor would be one more method to compile.</remarks>
internal sealed class Answer(
    int status,
    IReadOnlyList<KeyValuePair<string, string>> headers,
    bool streamed,
    Frame[] frames,
    int length,
    TimeSpan delay,
    FaultKind? brokenBy,
    bool beforeHeaders,
    bool faulty
)
{
    public readonly int Status = status;
    public readonly IReadOnlyList<KeyValuePair<string, string>> Headers = headers;
    public readonly bool Streamed = streamed;
    public readonly Frame[] Frames = frames;
    public readonly int Length = length;
    public readonly TimeSpan Delay = delay;
    public readonly FaultKind? Break = brokenBy;
    public readonly bool BeforeHeaders = beforeHeaders;

    /// <summary>True when the answer is a failure: an error status, an error inside a stream, or a broken answer.</summary>
    public readonly bool Fails = faulty || status >= 400;
}

/// <summary>A piece of a body.</summary>
/// <param name="Bytes">The piece.</param>
/// <param name="Delay">How long after the piece before it.</param>
internal readonly record struct Frame(ReadOnlyMemory<byte> Bytes, TimeSpan Delay);
