namespace CiBudget;

/// <summary>Sums over calls. Tokens are as reported; unbilled ones are not among them.</summary>
public sealed record Totals
{
    /// <summary>HTTP attempts at endpoints that cost money (refused ones are apart).</summary>
    public long Calls { get; init; }

    /// <summary>Calls that got no 2xx answer or broke on the way.</summary>
    public long FailedCalls { get; init; }

    /// <summary>Calls that repeat an earlier attempt.</summary>
    public long Retries { get; init; }

    /// <summary>Calls that CiBudget refused before they left.</summary>
    public long RefusedCalls { get; init; }

    /// <summary>Calls that a replay host answered.</summary>
    public long ReplayedCalls { get; init; }

    /// <summary>Uncached prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>5-minute cache writes.</summary>
    public long CacheWrite5mTokens { get; init; }

    /// <summary>1-hour cache writes.</summary>
    public long CacheWrite1hTokens { get; init; }

    /// <summary>Cache reads.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Web searches.</summary>
    public long WebSearchRequests { get; init; }

    /// <summary>Incurred by live calls, US dollars.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>List price of replayed calls, US dollars.</summary>
    public decimal AvoidedUsd { get; init; }

    /// <summary>
    /// The worst cases that were reserved for live calls before they left, US dollars; 0 when no limit was enforced while the run went
    /// on. Beside <see cref="SettledUsd"/> it says how far the estimates were from the truth.
    /// </summary>
    public decimal ReservedUsd { get; init; }

    /// <summary>What those calls did cost for which <see cref="ReservedUsd"/> was reserved, US dollars.</summary>
    public decimal SettledUsd { get; init; }

    /// <summary>True when <see cref="CostUsd"/> or <see cref="AvoidedUsd"/> is a lower bound.</summary>
    public bool LowerBound { get; init; }

    /// <summary>Calls whose cost is not known.</summary>
    public long UnpricedCalls { get; init; }

    /// <summary>Cache writes of both lifetimes.</summary>
    public long CacheWriteTokens => CacheWrite5mTokens + CacheWrite1hTokens;

    /// <summary>Prompt and output together.</summary>
    public long TotalTokens => InputTokens + CacheWriteTokens + CacheReadTokens + OutputTokens;
}
