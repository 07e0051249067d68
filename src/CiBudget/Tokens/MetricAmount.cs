using CiBudget.Text;

namespace CiBudget.Tokens;

/// <summary>Amounts of a metric as people read them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MetricAmount
{
    /// <summary>An amount in a metric's unit that never looks equal to a limit that it differs from.</summary>
    public static string Format(Metric metric, decimal value, decimal limit) =>
        metric == Metric.Cost ? Amount.UsdBeside(value, limit) : Number(metric, value, 4, "%");

    /// <summary>An amount in a metric's unit with every digit that it has.</summary>
    public static string FormatExactly(Metric metric, decimal value) =>
        metric == Metric.Cost ? Amount.UsdExactly(value) : Number(metric, value, 4, "%");

    /// <summary>An amount in a sentence that never looks equal to another that it differs from.</summary>
    public static string InText(Metric metric, decimal value, decimal other = 0m) =>
        metric == Metric.Cost
            ? Amount.UsdInText(value, other)
            : Number(metric, value, metric == Metric.RetryShare ? 2 : 0, " %");

    private static string Number(Metric metric, decimal value, int digits, string percent) =>
        Amount.Number(value, digits) + (metric == Metric.RetryShare ? percent : "");
}
