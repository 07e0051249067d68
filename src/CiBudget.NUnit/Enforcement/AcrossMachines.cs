using CiBudget.Budgets;

namespace CiBudget.NUnit;

/// <summary>Where the counters of run-wide limits are when several machines share them.</summary>
internal static class AcrossMachines
{
    /// <summary>Where the budget says that limits are shared; the whole file when only <c>CIBUDGET_REDIS</c> does.</summary>
    public static Position Place(Budget budget) => budget.Shared?.Position ?? Position.None;

    /// <summary>The budget with the Redis that <c>CIBUDGET_REDIS</c> names: where there is one, a month is held to its limit too.</summary>
    public static Budget WithRedis(Budget budget, SessionSettings settings) =>
        settings.Redis is { } redis && budget.Shared is { } shared
            ? budget with
            {
                Shared = shared with { Redis = redis },
            }
            : budget;

    /// <summary>What is wrong when limits are to be shared and the package that shares them is missing; null when nothing is.</summary>
    public static string? MissingPackage(Budget budget, SessionSettings settings)
    {
        var isShared =
            budget.Shared is { IsPerMonthOnly: false }
            || (settings.Redis is not null && LimitCounters.AreNeededFor(budget));
        return !isShared || SharedLimitsProviders.Find() is not null
            ? null
            : "limits are to be shared between machines, and this test project does not reference the package that does it: "
                + $"dotnet add package {SharedLimitsProviders.Package}.";
    }

    /// <summary>The store to count in: this machine's, or one in the Redis that the budget file or <c>CIBUDGET_REDIS</c> names.</summary>
    /// <exception cref="InvalidOperationException">Limits are to be shared, and no Redis is named, or the package for it is missing.</exception>
    /// <exception cref="FormatException">The address of the Redis is none.</exception>
    public static ISpendStore Create(MeteringSession session, ISpendStore machine)
    {
        var (budget, settings) = (session.Budget, session.Settings);
        if ((settings.Redis ?? budget.Shared?.Redis) is not { } address)
            return budget.Shared is null or { IsPerMonthOnly: true }
                ? machine
                : throw new InvalidOperationException(
                    $"\"shared\" in {budget.Path} names no Redis: set \"redis\" there, or the environment variable CIBUDGET_REDIS."
                );

        if (SharedLimitsProviders.Find() is not { } provider)
            throw new InvalidOperationException(
                $"{Codes.SharedPackageMissing}: {MissingPackage(budget, settings)}"
            );

        var shared = budget.Shared ?? new SharedLimits();
        return provider.Open(
            new SharedLimitsRun
            {
                Address = address,
                Folder = Path.GetDirectoryName(budget.Path),
                Name = shared.Name,
                // Test projects with budget files of their own count apart.
                Run = FormattableString.Invariant(
                    $"{settings.Run}-{LimitCounters.LayoutOf(budget):x}"
                ),
                RunCounters = LimitCounters.OfRun(budget).Count,
                DayCounters = [.. shared.PerDay.Select(limit => limit.Metric.ToString())],
                MonthCounters = [.. shared.PerMonth.Select(limit => limit.Metric.ToString())],
                Machine = machine,
                Machines = budget.Shards ?? settings.Shards ?? 1,
                LocalWhenUnavailable = shared.LocalWhenUnavailable,
                OnUnavailable = reason =>
                    Console.Error.WriteLine(
                        $"CiBudget: {reason} This machine goes on with its share."
                    ),
            }
        );
    }
}
