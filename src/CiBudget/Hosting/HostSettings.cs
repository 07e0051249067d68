using System.Globalization;
using CiBudget.Budgets;
using CiBudget.Text;

namespace CiBudget.Hosting;

/// <summary>
/// Settings from outside the budget file, read alike wherever the verdict is shown: by MSBuild, by Microsoft.Testing.Platform and by
/// the tool. A value that cannot be understood is an error and never passes for none.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HostSettings
{
    /// <summary>The most shards that a run can have.</summary>
    public const int MaxShards = 10_000;

    /// <summary>How old the latest run may be when nobody named a run.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromHours(6);

    /// <summary><c>2/4</c> is the second of four; nothing is no sharding.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static (int? Shard, int? Shards) Sharding(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return (null, null);
        var parts = value!.Split('/');
        return
            parts.Length == 2
            && TryNumber(parts[0], out var shard)
            && TryNumber(parts[1], out var shards)
            && shard <= shards
            ? (shard, shards)
            : throw new FormatException(
                $"CIBUDGET_SHARD is '{SafeText.Line(value)}'; it must be the shard's number and how many there are, from 1/1 to {MaxShards}/{MaxShards}, such as 2/4."
            );
    }

    /// <summary><c>error</c>, <c>warn</c> or <c>off</c>; null for nothing.</summary>
    /// <param name="name">The setting's name, for the message.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static Severity? NoCalls(string name, string? value) =>
        string.IsNullOrEmpty(value) ? null
        : CamelCase<Severity>.TryParse(value!.ToLowerInvariant(), out var severity) ? severity
        : throw new FormatException(
            $"{name} is '{SafeText.Line(value)}'; it can be error, warn or off."
        );

    /// <summary>A number of hours, <c>90m</c>, <c>6h</c>, <c>2d</c>, or <c>off</c> for any age, which is null; nothing is <see cref="DefaultMaxAge"/>.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static TimeSpan? MaxAge(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return DefaultMaxAge;
        if (value == "off")
            return null;
        var unit = value![value.Length - 1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && TryNumber(value.Remove(value.Length - 1), out var number)
            ? TimeSpan.FromTicks(unit.Ticks * number)
            : throw new FormatException(
                $"{name} is '{SafeText.Line(value)}'; it must be a number of minutes, hours or days, such as 90m, 6h or 2d, or off."
            );
    }

    /// <summary>Columns that were asked for (<c>CIBUDGET_WIDTH</c>, else <c>COLUMNS</c>); null when no number was.</summary>
    public static int? Width(params string?[] values) =>
        values
            .Select(value => TryNumber(value, out var columns) ? columns : (int?)null)
            .FirstOrDefault(columns => columns is not null);

    private static bool TryNumber(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number is >= 1 and <= MaxShards;
}
