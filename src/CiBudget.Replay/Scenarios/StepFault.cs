namespace CiBudget.Replay;

/// <summary>How and where an answer breaks.</summary>
/// <remarks>Without a point the answer breaks before its status line; a point of zero sends the headers and no body.</remarks>
public sealed record StepFault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>For a streamed answer: after how many events, pings included.</summary>
    public int? AfterEvents { get; init; }

    /// <summary>After how many bytes of the body; for a streamed answer only when <see cref="AfterEvents"/> is null.</summary>
    public int? AfterBytes { get; init; }

    /// <summary>
    /// For <see cref="FaultKind.Error"/>: the error body, which is the data of the <c>error</c> event, or the whole body when
    /// the request asked for no stream.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>For <see cref="FaultKind.Error"/>: the status when the request asked for no stream.</summary>
    public int ErrorStatus { get; init; } = 500;
}
