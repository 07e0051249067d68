using System.Globalization;

namespace CiBudget.Text;

/// <summary>US dollars as messages write them: <c>$0.50</c>, <c>$0.6123</c>, <c>$1,204.00</c>.</summary>
internal static class Money
{
    private const int UsualDigits = 4;
    private const int MostDigits = 12;

    /// <summary>Two to four decimals, more where an amount would otherwise look like nothing.</summary>
    public static string Format(decimal usd) => Format(usd, 0m);

    /// <summary>As many decimals as it takes to tell the amount from another: over a limit never looks like at the limit.</summary>
    public static string Format(decimal usd, decimal other)
    {
        var digits = UsualDigits;
        while (digits < MostDigits && usd != other && Round(usd, digits) == Round(other, digits))
            digits++;
        return (usd < 0 ? "-$" : "$")
            + Math.Abs(Round(usd, digits))
                .ToString("#,0.00" + new string('#', digits - 2), CultureInfo.InvariantCulture);
    }

    private static decimal Round(decimal usd, int digits) =>
        Math.Round(usd, digits, MidpointRounding.AwayFromZero);
}
