using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.NUnit;

/// <summary>Numbers with their units, for messages, the same in every culture.</summary>
internal static class SpendText
{
    /// <summary>
    /// <c>$0.0213</c>, <c>1,802 output tokens</c>, <c>1 call</c>; with <c>≥</c> before a lower bound.
    /// </summary>
    public static string Format(Metric metric, decimal value, bool lowerBound = false) =>
        (lowerBound ? "≥ " : "")
        + Bare(metric, value)
        + (metric == Metric.Cost ? "" : " " + Unit(metric, value == 1));

    /// <summary>The same without the unit's name, after a number that has it.</summary>
    public static string Bare(Metric metric, decimal value) =>
        metric == Metric.Cost ? Amount.UsdExactly(value, least: 4) : Amount.Number(value, 0);

    private static string Unit(Metric metric, bool one)
    {
        var unit = metric switch
        {
            Metric.InputTokens => "input token",
            Metric.OutputTokens => "output token",
            Metric.CacheWriteTokens => "cache write token",
            Metric.CacheReadTokens => "cache read token",
            Metric.TotalTokens => "token",
            Metric.Calls => "call",
            Metric.FailedCalls => "failed call",
            Metric.Retries => one ? "retry" : "retrie",
            _ => throw new ArgumentOutOfRangeException(
                nameof(metric),
                metric,
                "is no metric of a test"
            ),
        };
        return one ? unit : unit + "s";
    }
}
