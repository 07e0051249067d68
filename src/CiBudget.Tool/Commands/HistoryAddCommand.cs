using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;
using CiBudget.Tool.History;

namespace CiBudget.Tool.Commands;

/// <summary>Adds a run to the history, and says when the month has come to 50, 80 or 100 % of its limit.</summary>
internal static class HistoryAddCommand
{
    public static Command Create()
    {
        var directories = RunFolders.Argument(
            "Folders with ledgers, taken together as one run. Default: the run of CIBUDGET_RUN, else the newest, under TestResults/CiBudget beside the budget file."
        );
        var budget = BudgetSource.Option();
        var file = HistoryCommand.FileOption();
        var commit = Text("--commit", "The commit. Default: what the CI system or git says.");
        var branch = Text("--branch", "The branch. Default: what the CI system or git says.");
        return new DocumentedCommand(
            "add",
            "Add a run to the history. Exit code 7 when it took the month to 50, 80 or 100 % of \"shared.perMonth\".cost, 1 when the month is over it; --json has what a message to people needs.",
            "cibudget history add",
            "cibudget history add ledgers --file cibudget.history.jsonl --json"
        )
        {
            directories,
            budget,
            file,
            commit,
            branch,
        }.Does(parsed =>
        {
            var named = parsed.GetValue(directories) ?? [];
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), named);
            var folders = RunFolders.Get(named, limits);
            var verdict = Verdicts.Create(limits, folders);
            Verdicts.RequireLedger(verdict);
            var entry = HistoryEntry.Create(
                NameOf(folders),
                verdict,
                Revision.Current(parsed.GetValue(commit), parsed.GetValue(branch)),
                TimeProvider.System.GetUtcNow()
            );
            var path = parsed.GetValue(file)!;
            HistoryFile.Append(path, entry);
            var month = MonthSpend.Create(HistoryFile.Read(path), entry, LimitOf(limits));
            Terminal.Write(
                parsed.GetValue(CommandLine.Json)
                    ? JsonOutput.Format(Json(entry, month))
                    : $"{ReportPath.Shown(Path.GetFullPath(path), Terminal.Root)}: {SafeText.Line(entry.Run)}. {month}{Note(month)}\n"
            );
            return month.ExitCode;
        });
    }

    private static Option<string?> Text(string name, string description) =>
        new(name) { Description = description, HelpName = "TEXT" };

    /// <summary>The run's own name where the ledgers say one, else the folder's.</summary>
    private static string NameOf(IReadOnlyList<string> folders) =>
        folders
            .SelectMany(FoundRun.In)
            .Select(run => run.Name)
            .FirstOrDefault(name => name.Length > 0)
        ?? Path.GetFileName(folders[0]);

    private static decimal? LimitOf(Budget budget) =>
        budget.Shared?.PerMonth.FirstOrDefault(limit => limit.Metric == Metric.Cost)?.Max;

    private static string Note(MonthSpend month) =>
        month.NewLevel is { } level ? $". It has come to {level} %."
        : month.IsOver ? ". It is over its limit."
        : ".";

    /// <summary>The shape is published as <c>build/schemas/history.schema.json</c>.</summary>
    private static object Json(HistoryEntry entry, MonthSpend month) =>
        new
        {
            version = 1,
            exitCode = month.ExitCode,
            run = entry.ToJson(),
            month = new
            {
                month = month.Month,
                runs = month.Runs,
                usedUsd = month.UsedUsd,
                limitUsd = month.LimitUsd,
                share = month.Share,
                lowerBound = month.LowerBound,
                over = month.IsOver,
            },
            note = month.NewLevel is { } level
                ? new { percent = level, text = $"CiBudget: {month}." }
                : null,
        };
}
