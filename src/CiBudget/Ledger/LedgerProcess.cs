namespace CiBudget.Ledger;

/// <summary>Who writes a ledger: the opening line of its file.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LedgerProcess
{
    /// <summary>Unique in the run, safe in file names: project, target framework, process id and a random part.</summary>
    public string Id { get; init; } = "";

    /// <summary>The run that it belongs to.</summary>
    public string Run { get; init; } = "";

    /// <summary>The random identity of the run's folder (<c>run.json</c>); null when it has none.</summary>
    public string? RunIdentity { get; init; }

    /// <summary>The gate whose tests it runs: project and target framework; null when nobody gates it.</summary>
    public string? Gate { get; init; }

    /// <summary>The shard of the run, 1-based; null when the run is not sharded.</summary>
    public int? Shard { get; init; }

    /// <summary>How many shards the run has; null when it is not sharded, or the writer does not know.</summary>
    public int? Shards { get; init; }

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

    /// <summary>A new id from assembly, framework, process id and a random part.</summary>
    public static string NewId(LedgerProcess process)
    {
        var name = process.Assembly is { Length: > 0 } assembly ? assembly : "process";
        var id = string.Join(
            "-",
            name.Length > 100 ? name.Remove(100) : name,
            process.Framework,
            process.ProcessId
        );
        var safe = Array.ConvertAll(id.ToCharArray(), unit => IsSafe(unit) ? unit : '-');
        return new string(safe) + "-" + Guid.NewGuid().ToString("N").Remove(8);
    }

    private static bool IsSafe(char unit) =>
        unit < 128 && (char.IsLetterOrDigit(unit) || unit is '.' or '_');
}
