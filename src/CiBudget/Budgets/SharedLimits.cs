namespace CiBudget.Budgets;

/// <summary>What the budget file says of limits that machines share (<c>"shared"</c>).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SharedLimits
{
    /// <summary>Address of the Redis, <c>redis://…</c> or <c>rediss://…</c>; null when it comes from outside (<c>CIBUDGET_REDIS</c>).</summary>
    public string? Redis { get; init; }

    /// <summary>What runs have in common that share the limits over 24 hours and a month: the repository.</summary>
    public string Name { get; init; } = "default";

    /// <summary>While Redis is away: true when this machine goes on with its share, false when every live call is refused.</summary>
    public bool LocalWhenUnavailable { get; init; }

    /// <summary>Where it stands in the budget file.</summary>
    public Position Position { get; init; }

    /// <summary>Limits on all runs of 24 hours together; they are always enforced.</summary>
    public IReadOnlyList<Limit> PerDay { get; init; } = [];

    /// <summary>
    /// Limits on all runs of a calendar month (UTC) together. They are enforced where there is a Redis; the history of runs is held
    /// against them in any case.
    /// </summary>
    public IReadOnlyList<Limit> PerMonth { get; init; } = [];

    /// <summary>True when no Redis is needed: a month is added up from the history of runs.</summary>
    public bool IsPerMonthOnly => PerMonth.Count > 0 && PerDay.Count == 0 && Redis is null;

    /// <summary>The limits over all runs, in the order of their counters.</summary>
    public IReadOnlyList<Limit> AcrossRuns => [.. PerDay, .. PerMonth];

    /// <summary>Those of them that calls are held to.</summary>
    public IReadOnlyList<Limit> EnforcedAcrossRuns => IsPerMonthOnly ? [] : AcrossRuns;
}
