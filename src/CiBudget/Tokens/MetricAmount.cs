using System.Globalization;
using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Tokens;

/// <summary>Amounts of a metric as people read them.</summary>
internal static class MetricAmount
{
    /// <summary>An amount in a metric's unit that never looks equal to a limit that it differs from.</summary>
    public static string Format(Metric metric, decimal value, decimal limit)
    {
        var digits = Amount.TableDigits;
        while (
            digits < Amount.MostDigits
            && value != limit
            && Math.Round(value, digits) == Math.Round(limit, digits)
        )
            digits++;
        return WithDigits(metric, value, digits);
    }

    /// <summary>An amount in a metric's unit with every digit that it has.</summary>
    public static string FormatExactly(Metric metric, decimal value) =>
        WithDigits(metric, value, Amount.MostDigits);

    private static string WithDigits(Metric metric, decimal value, int digits) =>
        metric switch
        {
            Metric.Cost => Amount.Dollars(value, digits),
            Metric.RetryShare => value.ToString("#,0.####", CultureInfo.InvariantCulture) + "%",
            _ => value.ToString("#,0.####", CultureInfo.InvariantCulture),
        };
}
