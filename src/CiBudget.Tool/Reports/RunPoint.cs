using CiBudget.Checking;

namespace CiBudget.Tool;

/// <summary>One earlier run, for the history of a report.</summary>
/// <param name="Name">What it is called: a build number, a commit.</param>
/// <param name="Time">When it began; null when unknown.</param>
/// <param name="CostUsd">What it counted, US dollars; null when it made calls and none of them has a price.</param>
/// <param name="Outcome">What the check said.</param>
internal sealed record RunPoint(
    string Name,
    DateTimeOffset? Time,
    decimal? CostUsd,
    Outcome Outcome
)
{
    /// <summary>Calls that limits count.</summary>
    public long Calls { get; init; }

    /// <summary>True when a stream was cut: it counted at least this much.</summary>
    public bool LowerBound { get; init; }

    /// <summary>A run as a point of a history.</summary>
    public static RunPoint From(string name, Verdict verdict) =>
        new(
            name,
            verdict.FirstCall,
            Spend.Known(Spend.Get(verdict), verdict.Totals),
            verdict.Outcome
        )
        {
            Calls = verdict.Totals.Calls,
            LowerBound = verdict.Totals.LowerBound,
        };
}
