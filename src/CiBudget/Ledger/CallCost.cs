using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>
/// What one call used and cost: its parts, each at its own price. The running limits, a test's own limit, live metrics and
/// <c>cibudget price</c> all ask here, so that they agree; the check over ledgers prices the same parts by the same formula.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct CallCost
{
    /// <summary>Everything that was reported, unbilled attempts included.</summary>
    public TokenCounts Reported { get; private init; }

    /// <summary>What is charged for.</summary>
    internal TokenCounts Billed { get; private init; }

    /// <summary>US dollars of the parts that have a price.</summary>
    internal decimal KnownUsd { get; private init; }

    /// <summary>Why a part has no price; null when all have one.</summary>
    public string? Unpriced { get; private init; }

    /// <summary>True when an answer that costs money came without usage: it is not known what was used.</summary>
    public bool IsUsageMissing { get; private init; }

    /// <summary>What was assumed on the way, each thing once; null when nothing was.</summary>
    public IReadOnlyList<string>? Notes { get; private init; }

    /// <summary>US dollars; null when they are not known.</summary>
    public decimal? Usd => Unpriced is null && !IsUsageMissing ? KnownUsd : null;

    /// <summary>What a call of a ledger cost.</summary>
    public static CallCost From(LedgerEntry entry, PriceSheet prices) =>
        From(entry.Usage, entry.Requested, prices) with
        {
            IsUsageMissing = entry.UsageMissing,
        };

    /// <summary>What an answer of these parts costs.</summary>
    public static CallCost From(
        IReadOnlyList<Usage> parts,
        RequestedModel requested,
        PriceSheet prices
    )
    {
        var (reported, billed, usd) = (new TokenCounts(), new TokenCounts(), 0m);
        string? unpriced = null;
        List<string>? notes = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var cost = OfPart(parts, i, requested, prices);
            reported += part.Tokens;
            if (part.Unbilled == UnbilledReason.None)
                billed += part.Tokens;
            usd += cost.Usd ?? 0m;
            unpriced ??= cost.Unpriced;
            foreach (var note in cost.Notes)
            {
                notes ??= [];
                if (!notes.Contains(note))
                    notes.Add(note);
            }
        }
        return new()
        {
            Reported = reported,
            Billed = billed,
            KnownUsd = usd,
            Unpriced = unpriced,
            Notes = notes,
        };
    }

    /// <summary>What one part costs.</summary>
    public static Cost OfPart(
        IReadOnlyList<Usage> parts,
        int index,
        RequestedModel requested,
        PriceSheet prices
    )
    {
        // The first part is of the model that was asked for; what names no model is of that one too.
        var main = parts[0].Model ?? requested.Id;
        var part = parts[index];
        return prices.CostOf(
            part.Model is null ? part with { Model = main } : part,
            part.Model is null || part.Model == main ? requested : requested.ForOtherModel()
        );
    }

    /// <summary>False when the call's amount of a metric cannot be told. How often calls were made is always known.</summary>
    public bool Knows(Metric metric) =>
        metric switch
        {
            Metric.Cost => Usd is not null,
            <= Metric.TotalTokens => !IsUsageMissing,
            _ => true,
        };
}
