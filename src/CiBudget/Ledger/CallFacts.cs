namespace CiBudget.Ledger;

/// <summary>
/// What sums need to know of a call beside what it used: the same, by the same rules, of an entry in the process that makes it and of
/// the line that it becomes.
/// </summary>
internal readonly record struct CallFacts
{
    /// <summary>True for an attempt at an endpoint that costs money; false for a message of a batch result.</summary>
    public bool IsPaidCall { get; private init; }

    /// <summary>True when CiBudget refused it before it left.</summary>
    public bool IsRefused { get; private init; }

    /// <inheritdoc cref="CallRules.IsFailed"/>
    public bool IsFailed { get; private init; }

    /// <summary>True when it repeats an earlier attempt.</summary>
    public bool IsRetry { get; private init; }

    /// <summary>True when a replay host answered.</summary>
    public bool Replayed { get; private init; }

    /// <inheritdoc cref="CallRules.IsLowerBound"/>
    public bool IsLowerBound { get; private init; }

    /// <inheritdoc cref="CallRules.IsUsageMissing"/>
    public bool IsUsageMissing { get; private init; }

    /// <summary>The worst case that was reserved, US dollars; null when nothing was.</summary>
    public decimal? ReservedUsd { get; private init; }

    public static CallFacts From(LedgerEntry entry) =>
        new()
        {
            IsPaidCall = entry.IsCall && CallRules.IsPaid(entry.Endpoint),
            IsRefused = entry.Outcome == CallOutcome.Refused,
            IsFailed = CallRules.IsFailed(entry.Outcome, entry.Status),
            IsRetry = entry.Attempt > 0,
            Replayed = entry.Replayed,
            IsLowerBound = CallRules.IsLowerBound(entry.Endpoint, entry.Complete),
            IsUsageMissing = entry.UsageMissing,
            ReservedUsd = entry.EstimatedUsd,
        };

    public static CallFacts From(LedgerLine line) =>
        new()
        {
            IsPaidCall = line.IsPaidCall,
            IsRefused = line.Outcome == CallOutcome.Refused,
            IsFailed = line.IsFailed,
            IsRetry = line.Attempt > 0,
            Replayed = line.Replayed,
            IsLowerBound = line.IsLowerBound,
            IsUsageMissing = line.IsUsageMissing,
            ReservedUsd = line.EstimatedUsd,
        };
}
