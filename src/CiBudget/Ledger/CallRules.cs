using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>What counts as what, the same for a line of a ledger as for an entry in the process that writes it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CallRules
{
    /// <summary>True for endpoints whose answers cost money; one that is not known may.</summary>
    public static bool IsPaid(ClaudeEndpoint endpoint) =>
        endpoint is ClaudeEndpoint.Messages or ClaudeEndpoint.Complete or ClaudeEndpoint.Unknown;

    /// <summary>True when no 2xx answer came or it broke on the way.</summary>
    internal static bool IsFailed(CallOutcome outcome, int? status) =>
        outcome != CallOutcome.Answered || status is not (>= 200 and < 300);

    /// <summary>
    /// True when a call that brought no usage, or usage that cannot be read, may have been billed all the same: a 2xx answer, one that
    /// was not read far enough, or no answer to a request that had left. An error in place of the message is not billed. A message of a
    /// batch result is only recorded when there was one, so without usage its cost is not known.
    /// </summary>
    /// <remarks>
    /// Nobody bills a replayed call, so a test may cancel one or cut it short; only a whole answer without usage is told.
    /// </remarks>
    internal static bool IsUsageMissing(
        bool isCall,
        int parts,
        bool isUnreadable,
        ClaudeEndpoint endpoint,
        CallOutcome outcome,
        int? status,
        bool complete,
        bool replayed,
        bool hasError
    )
    {
        if (parts > 0)
            return false;
        if (!isCall)
            return true;
        if (!IsPaid(endpoint) || outcome == CallOutcome.Refused)
            return false;
        if (isUnreadable)
            return true;
        if (outcome == CallOutcome.Answered || replayed)
            return !IsFailed(outcome, status);
        return status is null ? !complete : status is >= 200 and < 300 && !hasError;
    }

    /// <summary>True when a cut answer leaves its cost a lower bound.</summary>
    public static bool IsLowerBound(ClaudeEndpoint endpoint, bool complete) =>
        !complete
        && endpoint
            is not (
                ClaudeEndpoint.CountTokens
                or ClaudeEndpoint.Free
                or ClaudeEndpoint.BatchCreation
            );
}
