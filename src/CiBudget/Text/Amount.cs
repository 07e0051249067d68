using System.Globalization;

namespace CiBudget.Text;

/// <summary>Numbers as people read them, the same in every culture.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Amount
{
    private const int UsualDigits = 4;
    private const int MostDigits = 12;

    /// <summary>US dollars for a table: four decimals, two digits that say something where it is less, <c>$0</c> only for nothing at all.</summary>
    public static string Usd(decimal usd)
    {
        var digits = UsualDigits;
        while (usd != 0 && digits < MostDigits && Math.Abs(usd) < LeastShown(digits))
            digits++;
        return usd == 0 ? "$0" : Dollars(usd, UsualDigits, digits);
    }

    /// <summary>The same beside another amount, which it never looks equal to when it is not.</summary>
    internal static string UsdBeside(decimal usd, decimal other) =>
        Dollars(usd, UsualDigits, DigitsToTell(usd, other));

    /// <summary>US dollars in a sentence: two to four decimals, more where it takes more to tell it from another amount, or from nothing.</summary>
    internal static string UsdInText(decimal usd, decimal other = 0m) =>
        Dollars(usd, 2, DigitsToTell(usd, other));

    /// <summary>US dollars with every digit that they have, and so many at the least.</summary>
    public static string UsdExactly(decimal usd, int least = 2) => Dollars(usd, least, MostDigits);

    /// <summary>A count with thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 call</c>, <c>1,200 calls</c>.</summary>
    public static string Counted(long count, string one) => Counted(count, one, one + "s");

    /// <summary>The same for a word with a plural of its own.</summary>
    public static string Counted(long count, string one, string many) =>
        Count(count) + " " + (count == 1 ? one : many);

    /// <summary>A number with thousands apart and up to so many decimals.</summary>
    public static string Number(decimal number, int digits) =>
        number.ToString(Pattern(0, digits), CultureInfo.InvariantCulture);

    /// <summary>Without separators, for places and files.</summary>
    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with all its digits and no more: <c>0.25</c>, never <c>0.2500</c>, so that equal sums give equal bytes.</summary>
    public static string Plain(decimal number) =>
        Trimmed(number).ToString(CultureInfo.InvariantCulture);

    /// <summary>The number without trailing zeros; decimals remember them.</summary>
    public static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;

    /// <summary>A share as percent; whole numbers from 10 % on. Never 100 % for something that is not.</summary>
    public static string Percent(decimal share, string sign = "%")
    {
        var percent = share * 100;
        var rounded = Math.Round(percent, Math.Abs(percent) < 10 ? 1 : 0);
        if (rounded == 100 && percent != 100)
            rounded =
                Math.Round(percent, 2) == 100
                    ? (percent > 100 ? 100.01m : 99.99m)
                    : Math.Round(percent, 2);
        return Number(rounded, 2) + sign;
    }

    /// <summary>The same in a sentence.</summary>
    internal static string PercentInText(decimal share) => Percent(share, " %");

    /// <summary>A share of a whole, one decimal.</summary>
    public static string Share(decimal share) =>
        (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A point in time for programs, UTC.</summary>
    public static string Time(DateTimeOffset time) => In(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>A day: <c>2026-11-28</c>.</summary>
    public static string Day(DateTime day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A point in time for people, to the minute; it is UTC, which who shows it says.</summary>
    public static string Minute(DateTimeOffset time) => In(time, "yyyy-MM-dd HH:mm");

    /// <summary>A point in time in a day that is said elsewhere, UTC.</summary>
    public static string Clock(DateTimeOffset time) => In(time, "HH:mm:ss");

    /// <summary>A time span for people: <c>1.5 s</c>, <c>3 min 20 s</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60 ? Number((decimal)time.TotalSeconds, 1) + " s"
        : time.TotalMinutes < 60
            ? Count((long)time.TotalMinutes) + " min " + Count(time.Seconds) + " s"
        : Count((long)time.TotalHours) + " h " + Count(time.Minutes) + " min";

    private static string In(DateTimeOffset time, string format) =>
        time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Ten units of the last place: what is below it would show one digit or none.</summary>
    private static decimal LeastShown(int digits) =>
        digits == UsualDigits ? 0.00005m : (decimal)Math.Pow(10, 1 - digits);

    private static int DigitsToTell(decimal usd, decimal other)
    {
        var digits = UsualDigits;
        while (digits < MostDigits && usd != other && Round(usd, digits) == Round(other, digits))
            digits++;
        return digits;
    }

    private static string Dollars(decimal usd, int least, int most) =>
        (usd < 0 ? "-$" : "$")
        + Round(Math.Abs(usd), most).ToString(Pattern(least, most), CultureInfo.InvariantCulture);

    private static string Pattern(int least, int most) =>
        "#,0." + new string('0', least) + new string('#', most - least);

    private static decimal Round(decimal usd, int digits) =>
        Math.Round(usd, digits, MidpointRounding.AwayFromZero);
}
