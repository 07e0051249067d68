using CiBudget.Tokens;
using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>Cache writes by lifetime, as far as the answer gives it.</summary>
/// <param name="Minutes">For five minutes.</param>
/// <param name="Hour">For an hour.</param>
/// <param name="Unsplit">Those whose lifetime is not said. They are held to be for five minutes.</param>
/// <param name="IsShared">True when the split of several entries at different prices was shared out among them.</param>
internal readonly record struct CacheWrites(
    long Minutes,
    long Hour,
    long Unsplit,
    bool IsShared = false
)
{
    /// <summary>The total can grow beyond the split, which only the start of a stream gives.</summary>
    public static CacheWrites From(UsageFields usage)
    {
        var (minutes, hour) = (usage.Get(N.CacheWrite5m), usage.Get(N.CacheWrite1h));
        return new(minutes, hour, Math.Max(0, usage.Written - minutes - hour));
    }

    /// <summary>
    /// Those of the entries of <c>usage.iterations</c>. Entries often lack the split that the top level has. It is theirs where it adds
    /// up: the top level is the sum of all attempts, or after a fallback the last one alone.
    /// </summary>
    public static CacheWrites[] From(List<UsageFields> entries, UsageFields top, int lastAttempt)
    {
        var models = entries.ConvertAll(static entry => entry.Model ?? "");
        var writes = new CacheWrites[entries.Count];
        for (var i = 0; i < writes.Length; i++)
            writes[i] = From(entries[i]);
        var all = From(top);
        if (
            all.Unsplit == 0
            && !TryShare(all, writes, models, i => UsageParts.IsAttempt(entries[i]))
            && !TryShare(all, writes, models, i => i == lastAttempt)
        )
            TryShare(all, writes, models, static _ => true);
        return writes;
    }

    /// <summary>As counters, which hold those without a lifetime to be for five minutes.</summary>
    public TokenCounts Counts => new() { CacheWrite5m = Minutes + Unsplit, CacheWrite1h = Hour };

    /// <summary>True when the cost rests on a lifetime that the answer did not give.</summary>
    public bool IsAssumed => Unsplit > 0 || IsShared;

    private long Total => Minutes + Hour + Unsplit;

    /// <summary>Gives some entries what the top level's split has more than theirs; false when the totals are not the same.</summary>
    private static bool TryShare(
        CacheWrites all,
        CacheWrites[] writes,
        List<string> models,
        Func<int, bool> isIn
    )
    {
        var (sum, minutes, hour) = (0L, all.Minutes, all.Hour);
        for (var i = 0; i < writes.Length; i++)
        {
            if (!isIn(i))
                continue;
            sum += writes[i].Total;
            minutes -= writes[i].Minutes;
            hour -= writes[i].Hour;
        }
        if (sum != all.Total || minutes < 0 || hour < 0)
            return false;
        // With both lifetimes nobody knows which entry wrote which. That matters only where the entries have different prices.
        var model = default(string);
        var isAssumed = false;
        for (var i = 0; i < writes.Length && minutes > 0 && hour > 0; i++)
        {
            if (!isIn(i) || writes[i].Unsplit == 0)
                continue;
            isAssumed |= model is not null && model != models[i];
            model = models[i];
        }
        for (var i = 0; i < writes.Length; i++)
        {
            if (!isIn(i) || writes[i].Unsplit == 0)
                continue;
            var ofHour = Math.Min(hour, writes[i].Unsplit);
            hour -= ofHour;
            writes[i] = new(
                writes[i].Minutes + writes[i].Unsplit - ofHour,
                writes[i].Hour + ofHour,
                0,
                isAssumed
            );
        }
        return true;
    }
}
