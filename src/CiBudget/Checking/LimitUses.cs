using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>What a run used of each limit.</summary>
internal static class LimitUses
{
    private const int TopSpenders = 3;

    /// <summary>The budget file's limits, then those over all runs that are known.</summary>
    public static IReadOnlyList<LimitUse> From(ClosedSums sums, SharedFigures shared) =>
        [
            .. sums.Budget.Limits.Select(limit => From(limit, sums)),
            .. from limit in sums.Budget.Shared?.AcrossRuns ?? []
            let used = shared.Get(limit)
            where used is not null
            select new LimitUse
            {
                Limit = limit,
                Used = used.Value,
                Broken = used > limit.Max ? 1 : 0,
            },
        ];

    private static LimitUse From(Limit limit, ClosedSums sums) =>
        limit.Scope switch
        {
            LimitScope.Run => OfSum(limit, sums, sums.Sum, AllSpenders(sums, row => row.Sum)),
            LimitScope.Unattributed => OfSum(limit, sums, sums.Unattributed.Sum, []),
            LimitScope.Model => OfModels(limit, sums),
            _ => OfTests(limit, sums),
        };

    private static LimitUse OfModels(Limit limit, ClosedSums sums)
    {
        var spenders = AllSpenders(sums, row => row.SumOf(limit)).ToList();
        var sum = new LiveAndReplayed();
        foreach (var spender in spenders)
            sum.Add(spender.Sum);
        return OfSum(limit, sums, sum, spenders);
    }

    private static IEnumerable<(TestRow Test, LiveAndReplayed Sum)> AllSpenders(
        ClosedSums sums,
        Func<TestRow, LiveAndReplayed> sumOf
    ) => sums.Tests.Append(sums.Unattributed).Select(row => (row, sumOf(row)));

    private static LimitUse OfSum(
        Limit limit,
        ClosedSums sums,
        LiveAndReplayed sum,
        IEnumerable<(TestRow Test, LiveAndReplayed Sum)> spenders
    )
    {
        var counted = sum.Counted(sums.Budget.Replayed);
        var ranked = Rank(
            spenders.Select(spender => new Spender(
                Name(spender.Test),
                Used(limit, sums, spender.Test, spender.Sum)
            ))
        );
        var used =
            limit.Metric != Metric.AttemptsPerPrompt ? counted.Get(limit.Metric)
            : limit.Scope == LimitScope.Unattributed ? sums.Unattributed.AttemptsPerPrompt
            : ranked.FirstOrDefault()?.Used ?? 0m;
        return new()
        {
            Limit = limit,
            Used = used,
            LowerBound = counted.LowerBound && IsMeasured(limit.Metric),
            Broken = used > limit.Max ? 1 : 0,
            TopSpenders = ranked,
        };
    }

    private static LimitUse OfTests(Limit limit, ClosedSums sums)
    {
        var tests = sums
            .Tests.Where(row => LimitMatch.IsFor(limit, row.Test!, sums.Budget))
            .ToList();
        var uses = tests.ConvertAll(row => new Spender(Name(row), Used(limit, sums, row, row.Sum)));
        var ranked = Rank(uses);
        var worst = ranked.FirstOrDefault();
        return new()
        {
            Limit = limit,
            Used = worst?.Used ?? 0m,
            LowerBound =
                IsMeasured(limit.Metric)
                && tests.Exists(row =>
                    IsWorst(row) && row.Sum.Counted(sums.Budget.Replayed).LowerBound
                ),
            Subject = worst?.Name,
            Broken = uses.Count(use => use.Used > limit.Max),
            BrokenBy = [.. uses.Where(use => use.Used > limit.Max).Select(use => use.Name)],
            TopSpenders = ranked,
        };

        bool IsWorst(TestRow row) => worst is not null && Name(row) == worst.Name;
    }

    private static decimal Used(Limit limit, ClosedSums sums, TestRow row, LiveAndReplayed sum) =>
        limit.Metric != Metric.AttemptsPerPrompt
            ? sum.Counted(sums.Budget.Replayed).Get(limit.Metric)
        : sum.Counted(sums.Budget.Replayed).Calls > 0 ? row.AttemptsPerPrompt
        : 0m;

    private static List<Spender> Rank(IEnumerable<Spender> spenders) =>
        [
            .. spenders
                .Where(spender => spender.Used > 0)
                .OrderByDescending(spender => spender.Used)
                .ThenBy(spender => spender.Name, StringComparer.Ordinal)
                .Take(TopSpenders),
        ];

    private static bool IsMeasured(Metric metric) => metric <= Metric.TotalTokens;

    private static string Name(TestRow row) => row.Test?.Name ?? "unattributed";
}
