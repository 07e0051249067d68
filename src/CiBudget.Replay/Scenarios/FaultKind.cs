namespace CiBudget.Replay;

/// <summary>The ways in which an answer breaks.</summary>
public enum FaultKind
{
    /// <summary>Claude says <c>event: error</c> in a stream that began with 200, and ends it.</summary>
    Error,

    /// <summary>The answer ends in good order, but the rest of the body (and <c>message_stop</c>) is missing.</summary>
    Truncate,

    /// <summary>The connection is closed in the middle of the body (FIN).</summary>
    Cut,

    /// <summary>The connection is reset (RST).</summary>
    Reset,

    /// <summary>Nothing more comes; the connection stays open until the client gives up or the host stops.</summary>
    Stall,
}
