namespace CiBudget.Ledger;

/// <summary>How a call ended, seen from the caller.</summary>
public enum CallOutcome : byte
{
    /// <summary>An answer came, whatever its status, and its body was read to the end.</summary>
    Answered,

    /// <summary>The body ended before its end: reset, cut, or an <c>error</c> event in the stream.</summary>
    Broken,

    /// <summary>The caller cancelled or stopped reading.</summary>
    Cancelled,

    /// <summary>No answer: the connection failed or timed out.</summary>
    Failed,

    /// <summary>CiBudget refused the call before it left: limit, outage, offline guard.</summary>
    Refused,
}
