using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Text;
using CiBudget.Tool.Bill;
using CiBudget.Tool.Bill.Reconciling;

namespace CiBudget.Tool.Commands;

/// <summary>Is what was metered what was billed?</summary>
internal static class BillReconcileCommand
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var directories = RunFolders.Argument(
            "Folders with ledgers; several runs are compared together. Default: the run of CIBUDGET_RUN, else the newest, under TestResults/CiBudget beside the budget file."
        );
        var budget = BudgetSource.Option();
        var tolerance = new Option<string?>("--tolerance")
        {
            Description = "By how much a line may differ, such as 1%. Default: by nothing.",
            HelpName = "SHARE",
        };
        var wait = NumberOption.Create(
            "--wait",
            "For how many minutes to wait for the bill to be complete, asking once a minute. Default: 0.",
            least: 0,
            most: 24 * 60
        );
        var markdown = new Option<string?>("--markdown")
        {
            Description = "Write the comparison as Markdown, for the summary of a nightly job.",
            HelpName = "FILE",
        };
        var shared = new BillOptions();
        var command = new DocumentedCommand(
            "reconcile",
            "Compare what runs metered with what was billed, by model and kind of token, both at list price, in the minutes in which the runs made calls. Exit code 0 when they are equal, 6 when they differ, 4 when the bill is not complete yet, 5 when the runs made no live call.",
            "cibudget bill reconcile --workspace wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ",
            "cibudget bill reconcile TestResults/CiBudget/* --key apikey_01Rj2N8SVvo6BePZj99NhmiT --wait 30 --markdown bill.md"
        )
        {
            directories,
            budget,
            tolerance,
            wait,
            markdown,
        };
        shared.AddTo(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var named = parsed.GetValue(directories) ?? [];
                var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), named);
                var about = About(
                    limits,
                    parsed.GetValue(shared.Workspaces) ?? [],
                    parsed.GetValue(shared.Keys) ?? []
                );
                var allowed = Share(parsed.GetValue(tolerance));
                var runs = RunFolders.Each(named, limits).Select(run => run.Folders).ToList();
                var metered = MeteredUse.From(limits, runs, about.Workspaces);
                if (metered.Periods.Count == 0)
                {
                    Console.Error.WriteLine(
                        "cibudget: these runs made no live call that would be on this bill: there is nothing to compare."
                    );
                    return (int)Outcome.NoCalls;
                }
                var result = await BillOptions
                    .AskAsync(
                        parsed.GetValue(shared.BaseUrl),
                        (reader, pace) =>
                            WaitForAsync(
                                () =>
                                    new Reconciler(reader, pace).CompareAsync(
                                        metered,
                                        about,
                                        allowed,
                                        limits.Discount,
                                        cancel
                                    ),
                                parsed.GetValue(wait) ?? 0,
                                pace,
                                cancel
                            )
                    )
                    .ConfigureAwait(false);
                if (parsed.GetValue(markdown) is { } file)
                    OutputFile.Write(file, ReconciliationMarkdown.Render(result));
                Terminal.Write(
                    parsed.GetValue(CommandLine.Json),
                    () => ReconciliationJson.Create(result),
                    page => ReconciliationTable.Draw(page, result)
                );
                return result.ExitCode;
            }
        );
        return command;
    }

    /// <summary>What options name; else the workspace that the budget file expects answers from.</summary>
    private static BillQuestion About(Budget budget, string[] workspaces, string[] keys) =>
        new()
        {
            // Periods are the runs'.
            Period = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
            Workspaces =
                workspaces.Length > 0 ? workspaces
                : keys.Length == 0 && budget.Workspace is { } own ? [own]
                : [],
            Keys = keys,
        };

    private static async Task<Reconciliation> WaitForAsync(
        Func<Task<Reconciliation>> compare,
        int minutes,
        BillPace pace,
        CancellationToken cancel
    )
    {
        while (true)
        {
            var result = await compare().ConfigureAwait(false);
            if (result.IsComplete || minutes-- <= 0)
                return result;
            pace.Say("The bill is not complete yet: asks again in a minute …");
            await pace.WaitAsync(BetweenQuestions, cancel).ConfigureAwait(false);
        }
    }

    private static decimal Share(string? text) =>
        text is null ? 0m
        : text.EndsWith('%')
        && decimal.TryParse(
            text[..^1],
            System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture,
            out var percent
        )
        && percent <= 100m
            ? percent / 100m
        : throw new UsageException(
            $"--tolerance needs a share such as 1%, not '{SafeText.Line(text)}'."
        );
}
