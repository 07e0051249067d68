namespace CiBudget;

/// <summary>Who writes a ledger: the opening line of its file.</summary>
public sealed record LedgerProcess
{
    /// <summary>Unique in the run, safe in file names: project, target framework, process id and a random part.</summary>
    public string Id { get; init; } = "";

    /// <summary>The run that it belongs to.</summary>
    public string Run { get; init; } = "";

    /// <summary>The shard of the run, 1-based, of how many; null when the run is not sharded.</summary>
    public int? Shard { get; init; }

    /// <summary>Operating system process id.</summary>
    public int ProcessId { get; init; }

    /// <summary>The test assembly or program.</summary>
    public string? Assembly { get; init; }

    /// <summary>For example <c>net10.0</c>.</summary>
    public string? Framework { get; init; }

    /// <summary>When it started, UTC.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Why calls of this process cannot be seen ("activity propagation is switched off"); null when they can.</summary>
    public string? Blind { get; init; }
}
