namespace CiBudget.Pricing;

/// <summary>The prices of one model, with their source.</summary>
public sealed record ModelPrice
{
    /// <summary>The model's id without date, region or version: <c>claude-opus-5-5</c>.</summary>
    public string Model { get; init; } = "";

    /// <summary>Other ids of the same model.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Prices of a prompt up to the first tier.</summary>
    public TokenPrices Prices { get; init; } = new();

    /// <summary>Prices of longer prompts, by rising threshold; empty when one price holds for every length.</summary>
    public IReadOnlyList<PriceTier> Tiers { get; init; } = [];

    /// <summary>Prices of <c>speed: fast</c>; null where the model has none.</summary>
    public TokenPrices? Fast { get; init; }

    /// <summary>Factor on every token kind in a batch; null where the model has no batches.</summary>
    public decimal? BatchMultiplier { get; init; }

    /// <summary>Factor on every token kind for <c>inference_geo: us</c>; null where the model has no such choice.</summary>
    public decimal? UsInferenceMultiplier { get; init; }

    /// <summary>
    /// Factor on every token kind where a cloud serves the model in a region (see <see cref="PlaceOfService"/>); null where the region
    /// does not change the price.
    /// </summary>
    public decimal? RegionalMultiplier { get; init; }

    /// <summary>The largest context window of any model, tokens.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public const long LargestContextWindow = 1_000_000;

    /// <summary>The context window, tokens: a longer prompt is an error, and free.</summary>
    public long ContextWindow { get; init; } = LargestContextWindow;

    /// <summary>Where the prices were read.</summary>
    public string Source { get; init; } = "";

    /// <summary>When they were read, as the source gives it (a day or a month).</summary>
    public string AsOf { get; init; } = "";

    /// <summary>How sure the source is: <c>official</c>, <c>third-party</c>, <c>inferred</c>, or <c>budget file</c>.</summary>
    public string Confidence { get; init; } = "";

    /// <summary><c>active</c>, or when it was retired.</summary>
    public string Status { get; init; } = "";

    /// <summary>The day from which the Claude API does not serve the model any more, UTC; null when none is known. Clouds have days of their own.</summary>
    public DateTime? RetiresOn { get; init; }

    /// <summary>The day from which the Claude API does not serve the model in fast mode any more, UTC; null when none is known.</summary>
    public DateTime? FastUntil { get; init; }

    /// <summary>What else there is to know; null when nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>
    /// True for a row of a budget file for one id alone: an inference profile, an ARN, a deployment, a snapshot. It holds when that id was
    /// asked for, whatever name the answer gives to the model.
    /// </summary>
    internal bool IsForOneId { get; init; }

    /// <summary>The sheet's model that such an id means; null when that is not known.</summary>
    internal string? MeansModel { get; init; }

    /// <summary>The row with every price multiplied, and no more to be added for a region.</summary>
    internal ModelPrice InRegion()
    {
        var factor = RegionalMultiplier ?? 1m;
        return this with
        {
            Prices = Prices.Times(factor),
            Fast = Fast?.Times(factor),
            Tiers = [.. Tiers.Select(tier => tier with { Prices = tier.Prices.Times(factor) })],
            RegionalMultiplier = null,
        };
    }
}
