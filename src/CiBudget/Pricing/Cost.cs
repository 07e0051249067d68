namespace CiBudget.Pricing;

/// <summary>What one usage costs at list price, less the budget file's discount.</summary>
/// <param name="Usd">US dollars; null when it cannot be priced, see <paramref name="Unpriced"/>. Never zero for want of a price.</param>
/// <param name="Unpriced">Why there is no price, in plain words ("no price for model 'x'"); null when there is one.</param>
/// <param name="Notes">What was assumed on the way ("cache writes without lifetime priced as 5-minute writes").</param>
public sealed record Cost(decimal? Usd, string? Unpriced, IReadOnlyList<string> Notes)
{
    /// <summary>Nothing was spent.</summary>
    public static Cost Zero { get; } = new(0m, null, []);
}
