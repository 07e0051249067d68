namespace CiBudget;

/// <summary>What the budget file says of limits that machines share (<c>"shared"</c>).</summary>
public sealed record SharedLimits
{
    /// <summary>Address of the Redis, <c>redis://…</c> or <c>rediss://…</c>; null when it comes from outside (<c>CIBUDGET_REDIS</c>).</summary>
    public string? Redis { get; init; }

    /// <summary>What runs have in common that share the limits over 24 hours: the repository.</summary>
    public string Name { get; init; } = "default";

    /// <summary>While Redis is away: true when this machine goes on with its share, false when every live call is refused.</summary>
    public bool LocalWhenUnavailable { get; init; }

    /// <summary>Where it stands in the budget file.</summary>
    public Position Position { get; init; }

    /// <summary>Limits on all runs of 24 hours together; they are always enforced.</summary>
    public IReadOnlyList<Limit> PerDay { get; init; } = [];

    /// <summary>Limits on all runs of a calendar month (UTC) together, as the history of runs knows them.</summary>
    public IReadOnlyList<Limit> PerMonth { get; init; } = [];

    /// <summary>True when there is nothing that a Redis would be needed for: a month is added up from the history of runs.</summary>
    public bool IsPerMonthOnly => PerMonth.Count > 0 && PerDay.Count == 0 && Redis is null;
}
