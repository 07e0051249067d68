namespace CiBudget;

/// <summary>What counts as what, the same for a line of a ledger as for an entry in the process that writes it.</summary>
internal static class CallRules
{
    /// <summary>True for endpoints whose answers cost money; one that is not known may.</summary>
    public static bool IsPaid(ClaudeEndpoint endpoint) =>
        endpoint is ClaudeEndpoint.Messages or ClaudeEndpoint.Complete or ClaudeEndpoint.Unknown;

    /// <summary>True when no 2xx answer came or it broke on the way.</summary>
    public static bool IsFailed(CallOutcome outcome, int? status) =>
        outcome != CallOutcome.Answered || status is not (>= 200 and < 300);

    /// <summary>
    /// True when an answer that costs money came without usage, or with usage that cannot be read. A message of a batch result is only
    /// recorded when there was one, so without usage its cost is not known.
    /// </summary>
    public static bool IsUsageMissing(
        bool isCall,
        int parts,
        bool isUnreadable,
        ClaudeEndpoint endpoint,
        CallOutcome outcome,
        int? status
    ) =>
        parts == 0
        && (!isCall || (IsPaid(endpoint) && (isUnreadable || !IsFailed(outcome, status))));

    /// <summary>True when a cut answer leaves its cost a lower bound.</summary>
    public static bool IsLowerBound(ClaudeEndpoint endpoint, bool complete) =>
        !complete && endpoint is not (ClaudeEndpoint.CountTokens or ClaudeEndpoint.Free);
}
