using CiBudget.Checking;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>A run's meter held against the bill.</summary>
internal sealed record Reconciliation
{
    public required MeteredUse Metered { get; init; }

    public required BilledUse Billed { get; init; }

    public required BillQuestion About { get; init; }

    /// <summary>Differences first, then the most expensive.</summary>
    public required IReadOnlyList<ReconciledLine> Lines { get; init; }

    public required IReadOnlyList<Explanation> Explanations { get; init; }

    /// <summary>False when calls of the runs may not be in the bill yet.</summary>
    public required bool IsComplete { get; init; }

    public bool IsEqual =>
        !Lines.Any(line => line.IsDifference || line.Verdict == LineVerdict.Open);

    /// <summary>What later data cannot mend: more was billed than metered, or at another price.</summary>
    private bool DiffersForGood =>
        Lines.Any(line => line.IsDifference && line.Verdict != LineVerdict.MeteredMore);

    public int ExitCode =>
        DiffersForGood || (IsComplete && Lines.Any(line => line.IsDifference)) ? ExitCodes.Differs
        : !IsComplete || !IsEqual ? ExitCodes.Unmeasured
        : ExitCodes.Good;

    public string Headline =>
        ExitCode switch
        {
            ExitCodes.Differs => "METERED IS NOT BILLED",
            ExitCodes.Unmeasured => "NOT COMPARABLE YET",
            _ => "Metered equals billed",
        };

    /// <summary>At list price; null when a part has no price.</summary>
    public decimal? MeteredUsd => Sum(line => line.Metered.ListUsd);

    /// <summary>At list price; null when the reports do not say.</summary>
    public decimal? BilledListUsd => Said(line => line.Billed.ListUsd);

    /// <summary>After discounts; null when the reports do not say.</summary>
    public decimal? BilledUsd => Said(line => line.Billed.AmountUsd);

    private decimal? Sum(Func<ReconciledLine, decimal?> of) =>
        Lines.Any(line => of(line) is null) ? null : Lines.Sum(of);

    private decimal? Said(Func<ReconciledLine, decimal?> of) =>
        Lines.All(line => of(line) is null) ? null : Lines.Sum(line => of(line) ?? 0m);
}
