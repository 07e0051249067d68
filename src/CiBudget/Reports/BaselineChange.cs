namespace CiBudget;

/// <summary>One test, or the whole run, against the baseline.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Before">In the baseline, US dollars; 0 for <see cref="ChangeKind.New"/>.</param>
/// <param name="After">In the run, US dollars; 0 for <see cref="ChangeKind.Gone"/>.</param>
public sealed record BaselineChange(string Name, ChangeKind Kind, decimal Before, decimal After)
{
    /// <summary>US dollars, above 0 when it rose.</summary>
    public decimal Delta => After - Before;

    /// <summary>The change as a share of what it was; null when that was nothing.</summary>
    public decimal? Share => Before == 0 ? null : Delta / Before;
}
