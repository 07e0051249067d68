using CiBudget.Budgets;
using CiBudget.Replay;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;
using CiBudget.Tool.Bill;

namespace CiBudget.Tool;

/// <summary>Turns an exception into one line on standard error and an exit code.</summary>
internal static class ExceptionHandler
{
    public static int Report(Exception fault)
    {
        var (line, exit) = Read(fault);
        if (line.Length > 0)
            Console.Error.WriteLine(Secrets.Hide(SafeText.Line(line)));
        if (Environment.GetEnvironmentVariable("CIBUDGET_DEBUG") == "1")
            Console.Error.WriteLine(Secrets.Hide(fault.ToString()));
        return exit;
    }

    private static (string Line, int Exit) Read(Exception fault) =>
        fault switch
        {
            BudgetFileException file => (
                file.Position.In(ReportPath.Shown(file.Path, Terminal.Root))
                    + $": error {file.Code}: {file.Message}",
                ExitCodes.Usage
            ),
            ScenarioException scenario => (scenario.Message, ExitCodes.Usage),
            BillException bill => ($"cibudget: error {bill.Code}: {bill.Message}", bill.ExitCode),
            UsageException usage => ("cibudget: " + usage.Message, ExitCodes.Usage),
            OperationCanceledException => ("", ExitCodes.Interrupted),
            IOException or UnauthorizedAccessException => (
                "cibudget: " + fault.Message,
                ExitCodes.Usage
            ),
            _ => (
                $"cibudget: unexpected {fault.GetType().Name}: {fault.Message} (CIBUDGET_DEBUG=1 shows where)",
                ExitCodes.Fault
            ),
        };
}
