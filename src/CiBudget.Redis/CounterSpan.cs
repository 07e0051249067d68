using System.Globalization;

namespace CiBudget.Redis;

/// <summary>Over what a counter sums. What was used is kept by bucket, so that what is older can be left out.</summary>
/// <param name="script">What <see cref="RedisScripts"/> are told of it: <c>run</c>, <c>month</c> or a number of hours.</param>
/// <param name="keptSeconds">How long Redis keeps a hash that nobody writes to.</param>
/// <param name="bucketOf">Where what is used at a time is counted.</param>
/// <param name="before">How many buckets before that one still count.</param>
internal sealed class CounterSpan(
    string script,
    string keptSeconds,
    Func<DateTimeOffset, long> bucketOf,
    int before
)
{
    private const int WindowHours = 24;
    private const string TwoDays = "172800"; // longer than any run, and than 24 hours
    private const string TwoMonths = "5356800";

    /// <summary>One run.</summary>
    public static CounterSpan Run { get; } = new("run", TwoDays, static _ => 0, 0);

    /// <summary>All runs of 24 hours, in whole hours.</summary>
    public static CounterSpan Day { get; } =
        new(
            WindowHours.ToString(CultureInfo.InvariantCulture),
            TwoDays,
            static time => time.ToUnixTimeSeconds() / 3600,
            WindowHours
        );

    /// <summary>All runs of a calendar month, UTC.</summary>
    public static CounterSpan Month { get; } =
        new(
            "month",
            TwoMonths,
            static time => (time.UtcDateTime.Year * 12L) + time.UtcDateTime.Month - 1,
            0
        );

    public string Script => script;

    public string KeptSeconds => keptSeconds;

    public long BucketOf(DateTimeOffset time) => bucketOf(time);

    /// <summary>The first bucket that still counts.</summary>
    public long OldestAt(DateTimeOffset time) => bucketOf(time) - before;
}
