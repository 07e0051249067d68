using System.Globalization;

namespace CiBudget.Redis;

/// <summary>Over what a counter sums. What was used is kept by bucket, so that what is older can be left out.</summary>
internal sealed class CounterSpan
{
    private const int WindowHours = 24;
    private const string TwoDays = "172800"; // longer than any run, and than 24 hours
    private const string TwoMonths = "5356800";

    private readonly Func<DateTimeOffset, long> _bucketOf;
    private readonly int _before;

    private CounterSpan(
        string script,
        string keptSeconds,
        Func<DateTimeOffset, long> bucketOf,
        int before
    )
    {
        Script = script;
        KeptSeconds = keptSeconds;
        _bucketOf = bucketOf;
        _before = before;
    }

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

    /// <summary>What <see cref="RedisScripts"/> are told of it: <c>run</c>, <c>month</c> or a number of hours.</summary>
    public string Script { get; }

    /// <summary>How long Redis keeps a hash that nobody writes to.</summary>
    public string KeptSeconds { get; }

    /// <summary>Where what is used at a time is counted.</summary>
    public long BucketOf(DateTimeOffset time) => _bucketOf(time);

    /// <summary>The first bucket that still counts.</summary>
    public long OldestAt(DateTimeOffset time) => _bucketOf(time) - _before;
}
