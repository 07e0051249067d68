namespace CiBudget.Checking;

/// <summary>What a test, or the whole run, used to cost.</summary>
/// <param name="CostUsd">The median of the runs that the baseline was made of, US dollars, replayed calls counted as the budget file says.</param>
/// <param name="Calls">The median of its calls.</param>
/// <param name="NoiseUsd">How far those runs strayed from the median, US dollars; 0 when it was one run.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record BaselineTest(decimal CostUsd, long Calls, decimal NoiseUsd = 0);
