using System.Globalization;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>From when, until when; the end is not part of it.</summary>
internal sealed record Period(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly string[] Days = ["yyyy-MM-dd"];

    public static Period MonthOf(DateTimeOffset now) =>
        new(
            new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, default),
            now
        );

    /// <summary>True when both ends are midnights, UTC.</summary>
    public bool IsWholeDays => IsMidnight(From) && IsMidnight(To);

    /// <summary>Parts no longer than a report may be.</summary>
    public IEnumerable<Period> Parts(TimeSpan longest)
    {
        for (var from = From; from < To; from += longest)
            yield return new(from, from + longest < To ? from + longest : To);
    }

    /// <summary>The days that it touches, whole.</summary>
    public Period ToWholeDays() =>
        new(Midnight(From), IsMidnight(To) ? To : Midnight(To).AddDays(1));

    /// <summary>A day or a time, UTC where no zone is given.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static DateTimeOffset Parse(string option, string text) =>
        DateTimeOffset.TryParseExact(text, Days, CultureInfo.InvariantCulture, Utc, out var day)
            ? day
        : text.Contains('T')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)
            ? time
        : throw new UsageException(
            $"{option} needs a day such as 2026-11-01, or a time such as 2026-11-01T14:00Z, not '{SafeText.Line(text)}'."
        );

    /// <summary>As the API takes it.</summary>
    public static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same; null for none.</summary>
    public static string? Format(DateTimeOffset? time) => time is { } known ? Format(known) : null;

    /// <summary>As people read it: a day alone where it begins.</summary>
    public static string Show(DateTimeOffset time) =>
        IsMidnight(time) ? Amount.Day(time.UtcDateTime) : Amount.Minute(time);

    public override string ToString() => $"{Show(From)} to {Show(To)} UTC";

    private static DateTimeStyles Utc =>
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static bool IsMidnight(DateTimeOffset time) =>
        time.ToUniversalTime().TimeOfDay == TimeSpan.Zero;

    private static DateTimeOffset Midnight(DateTimeOffset time) =>
        new(time.UtcDateTime.Date, TimeSpan.Zero);
}
