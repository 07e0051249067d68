using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tool.Advice;

namespace CiBudget.Tool.Commands;

/// <summary>Where money is wasted, and where the budget does not guard.</summary>
internal static class SuggestCommand
{
    public static Command Create()
    {
        var directories = RunFolders.Argument(
            "Folders with ledgers, taken together as one run. Default: the newest run."
        );
        var budget = BudgetSource.Option();
        return new DocumentedCommand(
            "suggest",
            "Find limits that are too loose or about to break, and waste: caches never read, prompts sent again, answers cut, retries, dear models.",
            "cibudget suggest",
            "cibudget suggest TestResults/CiBudget/4711 --json"
        )
        {
            directories,
            budget,
        }.Does(parsed =>
        {
            var named = parsed.GetValue(directories)!;
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), named);
            var folders = RunFolders.Get(named, limits);
            var suggestions = Find(limits, folders);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () =>
                    suggestions.Select(found => new
                    {
                        kind = found.Kind,
                        message = found.Message,
                        savesUsd = found.SavesUsd,
                    }),
                page => List(page, suggestions)
            );
            return ExitCodes.Good;
        });
    }

    private static List<Suggestion> Find(Budget budget, IReadOnlyList<string> directories)
    {
        var verdict = Verdicts.Create(budget, directories);
        Verdicts.RequireLedger(verdict);
        var waste = new Waste(PriceSheet.Embedded.With(budget));
        // The same ledgers that the check counts: a copy of a file is not read twice.
        var files = LedgerReader.FindOnce(directories);
        foreach (var entry in files.SelectMany(file => LedgerReader.Read(file)))
            waste.Add(entry);
        return
        [
            .. LimitAdvice.From(verdict),
            .. waste.Suggestions().OrderByDescending(found => found.SavesUsd ?? 0m),
        ];
    }

    private static void List(ConsolePage page, List<Suggestion> suggestions)
    {
        if (suggestions.Count == 0)
            page.Line(("Nothing to suggest.", Tone.Good));
        foreach (var found in suggestions)
        {
            var saves = found.SavesUsd is { } usd ? $" Saves {Amount.Usd(usd)} a run." : "";
            page.Paragraph("- " + found.Message + saves, 2);
        }
    }
}
