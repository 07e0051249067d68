using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Pricing;
using CiBudget.Tables;
using Task = System.Threading.Tasks.Task;

namespace CiBudget.MSBuild;

/// <summary>
/// Checks a tiny sample ledger in the background while the tests run in other processes, so that the JIT has compiled the check and
/// the report before they are needed. That saves about 0.1 s after the tests.
/// </summary>
internal static class JitWarmup
{
    private static readonly object Lock = new();
    private static Task? _task;

    /// <summary>
    /// Starts it, once per process. Exceptions stay in the returned task: the real check will meet and report them.
    /// </summary>
    public static Task Start(Budget budget)
    {
        lock (Lock)
            return _task ??= Task.Run(() => Run(budget));
    }

    /// <summary>Checks the sample ledger that ships beside the task, and throws the report away.</summary>
    public static Verdict Run(Budget budget)
    {
        var folder = Path.GetDirectoryName(typeof(JitWarmup).Assembly.Location)!;
        var verdict = BudgetCheck.Run(
            budget,
            PriceSheet.Embedded,
            [Path.Combine(folder, "warmup")],
            new CheckOptions { RunEnded = true }
        );
        ConsoleReport.Render(verdict, HostTerminal.WidthOfLogs, color: false);
        return verdict;
    }
}
