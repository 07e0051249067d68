using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>What went wrong with calls whose cost counts, by cause.</summary>
internal sealed class Occurrences
{
    public Occurrence MissingUsage { get; } = new();

    /// <summary>Answers whose usage cannot be read, by the counter at fault.</summary>
    public Dictionary<string, Occurrence> UnreadableCounters { get; } = new(StringComparer.Ordinal);

    /// <summary>The most that the calls without usage can have cost, US dollars; null when it is not known of all.</summary>
    public decimal? MissingUsd { get; set; } = 0m;

    /// <summary>Answers whose cache writes came without their lifetime.</summary>
    public Occurrence AssumedLifetimes { get; } = new();

    public Occurrence LowerBounds { get; } = new();

    /// <summary>Calls that were refused, by the reason's code.</summary>
    public Dictionary<string, Occurrence> Refusals { get; } = new(StringComparer.Ordinal);

    public Notices Notices { get; } = new();

    public BatchOrders Batches { get; } = new();

    /// <summary>By the reason why there is no price.</summary>
    public Dictionary<string, Occurrence> Unpriced { get; } = new(StringComparer.Ordinal);

    /// <summary>By the counter's name.</summary>
    public Dictionary<string, Occurrence> UnknownCounters { get; } = new(StringComparer.Ordinal);

    /// <summary>Live calls whose billing failed.</summary>
    public Dictionary<FailureKind, Occurrence> Outages { get; } = [];

    /// <summary>Live answers of organizations that the budget file does not name.</summary>
    public Dictionary<string, Occurrence> Organizations { get; } = new(StringComparer.Ordinal);

    /// <summary>Live answers of workspaces that the budget file does not name.</summary>
    public Dictionary<string, Occurrence> Workspaces { get; } = new(StringComparer.Ordinal);

    public static Occurrence Get<T>(Dictionary<T, Occurrence> occurrences, T cause)
        where T : notnull
    {
        if (!occurrences.TryGetValue(cause, out var occurrence))
            occurrences[cause] = occurrence = new();
        return occurrence;
    }
}
