using CiBudget.Redis;

namespace CiBudget.NUnit;

/// <summary>Where the counters of run-wide limits are when several machines share them.</summary>
internal static class AcrossMachines
{
    /// <summary>The store to count in: this machine's, or one in the Redis that the budget file or <c>CIBUDGET_REDIS</c> names.</summary>
    /// <exception cref="InvalidOperationException">Limits are to be shared, and no Redis is named.</exception>
    /// <exception cref="FormatException">The address of the Redis is none.</exception>
    public static ISpendStore Of(HarnessSession session, ISpendStore machine)
    {
        var budget = session.Budget;
        if ((session.Settings.Redis ?? budget.Shared?.Redis) is not { } url)
        {
            return budget.Shared is null or { IsPerMonthOnly: true }
                ? machine
                : throw new InvalidOperationException(
                    $"\"shared\" in {budget.Path} names no Redis: set \"redis\" there, or the environment variable CIBUDGET_REDIS."
                );
        }

        var shared = budget.Shared ?? new SharedLimits();
        var remote = new RedisSpend(
            url,
            shared.Name,
            // Test projects with budget files of their own count apart.
            FormattableString.Invariant($"{session.Settings.Run}-{LimitBook.LayoutOf(budget):x}"),
            LimitBook.RunCounters(budget),
            [.. shared.PerDay.Select(limit => limit.Metric.ToString())],
            folder: Path.GetDirectoryName(budget.Path)
        );
        if (shared.LocalWhenUnavailable)
        {
            return new LocalShareSpend(
                remote,
                machine,
                budget.Shards ?? session.Settings.Shards ?? 1,
                reason =>
                    Console.Error.WriteLine(
                        $"CiBudget: {reason} This machine goes on with its share."
                    )
            );
        }

        machine.Dispose();
        return remote;
    }
}
