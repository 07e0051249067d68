using System.Globalization;

namespace CiBudget.NUnit;

/// <summary>Values with units as the budget file writes them.</summary>
internal static class LimitText
{
    /// <exception cref="FormatException">It cannot be read; the message says what was expected.</exception>
    public static decimal Parse(Metric metric, string text)
    {
        var (number, factor) = metric == Metric.Cost ? (Dollars(text), 1m) : Scaled(text);
        return
            decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && (metric == Metric.Cost || value * factor == decimal.Truncate(value * factor))
            ? value * factor
            : throw new FormatException(
                metric == Metric.Cost
                    ? $"\"{text}\" is no amount of money; write dollars: \"$0.50\"."
                    : $"\"{text}\" is no count; write a whole number: \"1200\", \"200k\", \"1.5M\"."
            );
    }

    private static string? Dollars(string text) => text.StartsWith('$') ? text[1..] : null;

    private static (string Number, decimal Factor) Scaled(string text) =>
        text switch
        {
            [.., 'k'] => (text[..^1], 1_000m),
            [.., 'M'] => (text[..^1], 1_000_000m),
            _ => (text, 1m),
        };
}
