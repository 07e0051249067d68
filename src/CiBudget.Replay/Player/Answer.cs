namespace CiBudget.Replay;

/// <summary>A step made ready for one request: every byte that goes over the wire, in the pieces and at the times it goes.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Every header but those that HTTP itself needs.</param>
/// <param name="Streamed">True when each frame is a chunk of its own; false when the body has a content length.</param>
/// <param name="Frames">The body.</param>
/// <param name="Length">The content length that a plain answer promises, which is more than it sends when it breaks.</param>
/// <param name="Delay">Before the first byte.</param>
/// <param name="Break">How it ends after the last frame; null when it ends in good order.</param>
/// <param name="BeforeHeaders">True when it breaks before the status line.</param>
internal sealed record Answer(
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    bool Streamed,
    IReadOnlyList<Frame> Frames,
    int Length,
    TimeSpan Delay,
    FaultKind? Break,
    bool BeforeHeaders
);

/// <summary>A piece of a body.</summary>
/// <param name="Bytes">The piece.</param>
/// <param name="Delay">How long after the piece before it.</param>
internal readonly record struct Frame(ReadOnlyMemory<byte> Bytes, TimeSpan Delay);
