using System.Globalization;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Text;

namespace CiBudget.Tool.History;

/// <summary>What the runs of a month cost together, and which part of the budget file's limit that is.</summary>
/// <param name="Month">For example <c>2026-11</c>, UTC.</param>
/// <param name="UsedUsd">All runs of the history, US dollars.</param>
/// <param name="BeforeUsd">The same without the run that was added.</param>
/// <param name="LimitUsd"><c>shared.perMonth.cost</c>; null when the file has none.</param>
/// <param name="LowerBound">True when a run of them cost more than is known.</param>
/// <param name="Runs">How many.</param>
internal sealed record MonthSpend(
    string Month,
    decimal UsedUsd,
    decimal BeforeUsd,
    decimal? LimitUsd,
    bool LowerBound,
    int Runs
)
{
    private static readonly int[] Levels = [100, 80, 50];

    /// <summary>The part of the limit that is used; null without one.</summary>
    public decimal? Share => LimitUsd is > 0m and var limit ? UsedUsd / limit : null;

    /// <summary>50, 80 or 100 when the run that was added took the month there; null when it did not.</summary>
    public int? NewLevel =>
        LimitUsd is { } limit
        && Array.Find(Levels, level => UsedUsd >= limit * level / 100m) is var reached and > 0
        && BeforeUsd < limit * reached / 100m
            ? reached
            : null;

    public bool IsOver => LimitUsd is { } limit && UsedUsd > limit;

    public int ExitCode =>
        IsOver ? ExitCodes.Over
        : NewLevel is not null ? ExitCodes.Noted
        : ExitCodes.Good;

    public static MonthSpend Create(
        IReadOnlyList<HistoryEntry> entries,
        HistoryEntry added,
        decimal? limit
    )
    {
        var month = NameOf(added.Time);
        var runs = entries.Where(entry => NameOf(entry.Time) == month).ToList();
        var used = runs.Sum(entry => entry.CountedUsd ?? 0m);
        return new(
            month,
            used,
            used - (added.CountedUsd ?? 0m),
            limit,
            runs.Exists(entry => entry.LowerBound),
            runs.Count
        );
    }

    /// <summary>In one line.</summary>
    public override string ToString() =>
        $"{Month}: {(LowerBound ? "≥ " : "")}{Amount.Usd(UsedUsd)} in {Amount.Counted(Runs, "run")}"
        + (
            LimitUsd is { } limit
                ? $", {Amount.Percent(Share ?? 1m)} of {Amount.Usd(limit)} (shared.perMonth)"
                : ""
        );

    public static string NameOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
