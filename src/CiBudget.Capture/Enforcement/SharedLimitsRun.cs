namespace CiBudget.Capture;

/// <summary>The run whose counters are shared by several machines.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SharedLimitsRun
{
    /// <summary>Where the counters are: <c>redis://…</c> or <c>rediss://…</c>.</summary>
    public required string Address { get; init; }

    /// <summary>What a relative path in the address is relative to; null for the current folder.</summary>
    public string? Folder { get; init; }

    /// <summary>What runs have in common that share the limits over 24 hours and a month: the repository.</summary>
    public required string Name { get; init; }

    /// <summary>The run's id, the same on all its machines.</summary>
    public required string Run { get; init; }

    /// <summary>How many counters are the run's; those after them are over all runs: of 24 hours, then of a month.</summary>
    public int RunCounters { get; init; } = int.MaxValue;

    /// <summary>Names of the counters over 24 hours.</summary>
    public IReadOnlyList<string> DayCounters { get; init; } = [];

    /// <summary>Names of the counters over a calendar month (UTC), which come last.</summary>
    public IReadOnlyList<string> MonthCounters { get; init; } = [];

    /// <summary>This machine's own counters. Whoever opens the shared ones disposes them.</summary>
    public required ISpendStore Machine { get; init; }

    /// <summary>How many machines the run has: a machine's share of a limit is the limit divided by it.</summary>
    public int Machines { get; init; } = 1;

    /// <summary>True when this machine goes on with its share while the shared counters are away; false when no call leaves then.</summary>
    public bool LocalWhenUnavailable { get; init; }

    /// <summary>Hears, once, why the shared counters are away and this machine goes on with its share.</summary>
    public Action<string> OnUnavailable { get; init; } = static _ => { };
}
