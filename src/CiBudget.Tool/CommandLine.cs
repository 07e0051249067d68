using System.CommandLine;
using System.CommandLine.Help;
using CiBudget.Tool.Commands;

namespace CiBudget.Tool;

/// <summary>The whole command: its parts, and what becomes of a fault.</summary>
internal static class CommandLine
{
    /// <summary>Every command takes it.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON for programs instead of text for people.",
        Recursive = true,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        OutputFile.Forget();
        Terminal.UseUtf8();
        try
        {
            var parsed = Root().Parse(args);
            if (ParseErrors.Describe(parsed) is { } misuse)
                throw new UsageException(misuse);
            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(settings).ConfigureAwait(false);
        }
        // Whatever it is, it ends as one line and an exit code that no verdict has.
        catch (Exception fault)
        {
            return ExceptionHandler.Report(fault);
        }
    }

    public static RootCommand Root()
    {
        var root = new RootCommand(
            "What the Claude calls of a test run cost, held against a budget file."
        )
        {
            InitCommand.Create(),
            PlanCommand.Create(),
            CheckCommand.Create(),
            ReportCommand.Create(),
            PriceCommand.Create(),
            PricesCommand.Create(),
            BaselineCommand.Create(),
            BillCommand.Create(),
            HistoryCommand.Create(),
            SuggestCommand.Create(),
            DoctorCommand.Create(),
            ReplayCommand.Create(),
        };
        root.Options.Add(Json);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }
}
