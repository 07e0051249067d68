using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// Whole numbers for counters that several processes share. Dollars are counted in millionths of a millionth, finer than any
/// price of one token with all its factors, and rounded up; everything else is whole already.
/// </summary>
internal static class SpendUnit
{
    private const decimal PerDollar = 1_000_000_000_000m;

    /// <summary>The counter's amount for a value of a metric; the largest number when it is more than a counter holds.</summary>
    public static long FromValue(Metric metric, decimal value)
    {
        var units = decimal.Ceiling(metric == Metric.Cost ? value * PerDollar : value);
        return units >= long.MaxValue ? long.MaxValue : (long)units;
    }

    /// <summary>The metric's value of a counter's amount.</summary>
    public static decimal ToValue(Metric metric, long units) =>
        metric == Metric.Cost ? units / PerDollar : units;
}
