namespace CiBudget;

/// <summary>One earlier run, for the history chart.</summary>
/// <param name="Name">What it is called: a build number, a commit.</param>
/// <param name="Time">When it began; null when unknown.</param>
/// <param name="CostUsd">What it counted, US dollars.</param>
/// <param name="Outcome">What the check said.</param>
public sealed record RunPoint(string Name, DateTimeOffset? Time, decimal CostUsd, Outcome Outcome);
