using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Pricing;
using CiBudget.Tables;
using Task = System.Threading.Tasks.Task;

namespace CiBudget.MSBuild;

/// <summary>
/// The check and its report, of a run that stands beside the task, while the tests run in other processes: so the runtime has
/// compiled their code when the tests are over, and nobody waits for that.
/// </summary>
internal static class JitWarmup
{
    private static readonly object Lock = new();
    private static Task? _task;

    /// <summary>
    /// Starts it, once in a process. What goes wrong in it stays in the task that is returned: the check will say it.
    /// </summary>
    public static Task Start(Budget budget)
    {
        lock (Lock)
            return _task ??= Task.Run(() => Run(budget));
    }

    /// <summary>Checks the run beside the task, and writes the report for nobody.</summary>
    public static Verdict Run(Budget budget)
    {
        var folder = Path.GetDirectoryName(typeof(JitWarmup).Assembly.Location)!;
        var verdict = BudgetCheck.Run(
            budget,
            PriceSheet.Embedded,
            [Path.Combine(folder, "warmup")],
            new CheckOptions { RunEnded = true }
        );
        ConsoleReport.Render(verdict, ReportMessage.WidthOfLogs, color: false);
        return verdict;
    }
}
