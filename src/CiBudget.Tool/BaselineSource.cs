using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Hosting;

namespace CiBudget.Tool;

/// <summary>The baseline file beside a budget file.</summary>
internal static class BaselineSource
{
    public static string PathFor(Budget budget) => HostFiles.Beside(budget.Path, BaselineFile.Name);

    /// <summary>For the gate: a budget that asks for a baseline needs its file; any other is only shown against it.</summary>
    public static Baseline? ForGate(Budget budget)
    {
        OutputFile.IsRead(PathFor(budget));
        return BaselineFile.LoadFor(budget) ?? ForReport(budget);
    }

    /// <summary>For what judges nothing: the file, if there is one.</summary>
    public static Baseline? ForReport(Budget budget)
    {
        OutputFile.IsRead(PathFor(budget));
        return File.Exists(PathFor(budget)) ? BaselineFile.Load(PathFor(budget)) : null;
    }
}
