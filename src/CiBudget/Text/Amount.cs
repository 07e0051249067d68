using System.Globalization;
using CiBudget.Budgets;
using CiBudget.Pricing;

namespace CiBudget.Text;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Amount
{
    public const int TableDigits = 4;
    public const int MostDigits = 12;

    /// <summary>US dollars for a table: four decimals, two digits that say something where it is less, <c>$0</c> only for nothing at all.</summary>
    public static string Usd(decimal usd)
    {
        var digits = TableDigits;
        while (usd != 0 && digits < MostDigits && Math.Abs(usd) < LeastShown(digits))
            digits++;
        return usd == 0 ? "$0" : Dollars(usd, digits);
    }

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Without separators, for places and files.</summary>
    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with all its digits and no more: <c>0.25</c>, never <c>0.2500</c>, so that equal sums give equal bytes.</summary>
    public static string Plain(decimal number) =>
        Trimmed(number).ToString(CultureInfo.InvariantCulture);

    /// <summary>The number without trailing zeros; decimals remember them.</summary>
    public static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;

    public static string Time(DateTimeOffset time) =>
        time.ToUniversalTime()
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Counted(long count, string one) =>
        Count(count) + " " + (count == 1 ? one : one + "s");

    /// <summary>A share as percent; whole numbers from 10 % on. Never 100 % for something that is not.</summary>
    public static string Percent(decimal share)
    {
        var percent = share * 100;
        var rounded = Math.Round(percent, Math.Abs(percent) < 10 ? 1 : 0);
        if (rounded == 100 && percent != 100)
            rounded =
                Math.Round(percent, 2) == 100
                    ? (percent > 100 ? 100.01m : 99.99m)
                    : Math.Round(percent, 2);
        return rounded.ToString("#,0.##", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A share of a whole, one decimal.</summary>
    public static string Share(decimal share) =>
        (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    public static string Day(DateTime day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A point in time, to the minute, UTC.</summary>
    public static string Minute(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60
            ? time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s"
        : time.TotalMinutes < 60
            ? Count((long)time.TotalMinutes) + " min " + Count(time.Seconds) + " s"
        : Count((long)time.TotalHours) + " h " + Count(time.Minutes) + " min";

    /// <summary>Ten units of the last place: what is below it would show one digit or none.</summary>
    private static decimal LeastShown(int digits) =>
        digits == TableDigits ? 0.00005m : (decimal)Math.Pow(10, 1 - digits);

    /// <summary>US dollars with up to so many decimals, at least four where there are that many.</summary>
    public static string Dollars(decimal usd, int digits)
    {
        var places =
            digits <= TableDigits
                ? new string('0', TableDigits)
                : "00" + new string('#', digits - 2);
        return (usd < 0 ? "-$" : "$")
            + Math.Abs(usd).ToString("#,0." + places, CultureInfo.InvariantCulture);
    }
}
