using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Commands;

/// <summary>The lock file of costs: what the tests cost when somebody last agreed to it.</summary>
internal static class BaselineCommand
{
    public static Command Create() =>
        new("baseline", "Keep what the tests cost in a lock file, and show what changed since.")
        {
            Save(),
            Diff(),
        };

    private static DocumentedCommand Save()
    {
        var directories = RunFolders.Argument(
            "A folder with the ledgers of one run. Several folders, or one that holds several runs: medians are kept, and how far the runs strayed, so that noise is no growth. Default: the newest run."
        );
        var budget = BudgetSource.Option();
        return new DocumentedCommand(
            "save",
            $"Write {BaselineFile.Name} beside the budget file. Commit it.",
            "cibudget baseline save",
            "cibudget baseline save TestResults/CiBudget/*"
        )
        {
            directories,
            budget,
        }.Does(parsed =>
        {
            var (limits, runs) = Runs(parsed.GetValue(directories)!, parsed.GetValue(budget));
            foreach (var (name, verdict) in runs)
                RequireMeasured(name, verdict);
            var text = BaselineFile.Write(Baseline.From([.. runs.Select(run => run.Verdict)]));
            var path = BaselineSource.PathFor(limits);
            AtomicFile.Write(path, text);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json)
                    ? JsonOutput.Harmless(text)
                    : $"{ReportPath.Shown(path, Terminal.Root)}: the costs of {Amount.Counted(runs.Count, "run")}. Commit it.\n"
            );
            return ExitCodes.Good;
        });
    }

    private static DocumentedCommand Diff()
    {
        var directories = RunFolders.Argument(
            "Folders with ledgers, taken together as one run. Default: the newest run."
        );
        var budget = BudgetSource.Option();
        return new DocumentedCommand(
            "diff",
            "Show what rose and fell against the baseline. Exit code 1 when something rose beyond the budget file's tolerance and the baseline's noise.",
            "cibudget baseline diff",
            "cibudget baseline diff TestResults/CiBudget/4711 --json"
        )
        {
            directories,
            budget,
        }.Does(parsed =>
        {
            var named = parsed.GetValue(directories)!;
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), named);
            var baseline = BaselineFile.Load(BaselineSource.PathFor(limits));
            var verdict = Verdicts.Create(limits, RunFolders.Get(named, limits));
            var diff = BaselineDiff.Create(baseline, verdict, limits.BaselineTolerance ?? 0m);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => new { total = Json(diff.Total), tests = diff.Tests.Select(Json) },
                page => Table(page, diff)
            );
            return diff.Tests.Append(diff.Total).Any(change => change.Kind == ChangeKind.Rose)
                ? ExitCodes.Rose
                : ExitCodes.Good;
        });
    }

    private static (Budget Budget, List<(string Name, Verdict Verdict)> Runs) Runs(
        string[] named,
        string? budgetFile
    )
    {
        var budget = BudgetSource.FindOrEmpty(budgetFile, named);
        var runs = RunFolders
            .Each(named, budget)
            .Select(run => (run.Name, Verdicts.Create(budget, run.Folders)));
        return (budget, [.. runs]);
    }

    /// <summary>A run that is known in part only would be a baseline that every later run exceeds.</summary>
    private static void RequireMeasured(string run, Verdict verdict)
    {
        var isWhole =
            verdict.Outcome is Outcome.Within or Outcome.OverBudget && verdict.Processes > 0;
        if (!isWhole)
            throw new UsageException(
                $"{SafeText.Line(run)} makes no baseline: {Naming.Meaning(verdict)} See 'cibudget check'."
            );
    }

    private static void Table(ConsolePage page, BaselineDiff diff)
    {
        ConsoleTable.Write(page, GrowthTable.Create(diff));
        var same = diff.Tests.Count(change => change.Kind == ChangeKind.Same);
        if (same > 0)
            page.Line(($"{Amount.Counted(same, "test")} within tolerance and noise.", Tone.Dim));
    }

    private static object Json(BaselineChange change) =>
        new
        {
            name = change.Name,
            kind = Naming.Camel(change.Kind),
            beforeUsd = change.Kind == ChangeKind.New ? null : (decimal?)change.Before,
            afterUsd = change.Kind == ChangeKind.Gone ? null : (decimal?)change.After,
        };
}
