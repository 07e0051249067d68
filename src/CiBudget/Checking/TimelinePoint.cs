namespace CiBudget.Checking;

/// <summary>What a run spent in one stretch of time; stretches are equally long and in order, empty ones included.</summary>
/// <param name="Start">When the stretch begins, UTC.</param>
/// <param name="Calls">Calls that left in it.</param>
/// <param name="FailedCalls">Those of them that failed.</param>
/// <param name="CostUsd">Incurred, US dollars.</param>
/// <param name="AvoidedUsd">List price of replayed calls, US dollars.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record TimelinePoint(
    DateTimeOffset Start,
    long Calls,
    long FailedCalls,
    decimal CostUsd,
    decimal AvoidedUsd
);
