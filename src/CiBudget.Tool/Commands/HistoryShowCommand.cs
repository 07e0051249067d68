using System.CommandLine;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tool.History;

namespace CiBudget.Tool.Commands;

/// <summary>The history as a table.</summary>
internal static class HistoryShowCommand
{
    private const int RunsShown = 30;
    private const int LettersOfACommit = 8;

    public static Command Create()
    {
        var file = HistoryCommand.FileOption();
        var last = NumberOption.Create("--last", $"How many runs. Default: {RunsShown}.", least: 1);
        return new DocumentedCommand(
            "show",
            "Show the last runs of the history and what the months cost. `cibudget report --history` draws them.",
            "cibudget history show",
            "cibudget history show --last 5 --json"
        )
        {
            file,
            last,
        }.Does(parsed =>
        {
            var all = HistoryFile.Read(parsed.GetValue(file)!);
            var shown = all.TakeLast(parsed.GetValue(last) ?? RunsShown).ToList();
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => shown.Select(entry => entry.ToJson()),
                page => Table(page, all, shown)
            );
            return ExitCodes.Good;
        });
    }

    private static void Table(
        ConsolePage page,
        IReadOnlyList<HistoryEntry> all,
        List<HistoryEntry> shown
    )
    {
        ConsoleTable.Write(
            page,
            Tables.Table.Create(
                "",
                shown,
                [
                    new("Run", entry => new(entry.Run)),
                    new("Began", entry => new(Amount.Minute(entry.Time) + " UTC", Tone.Dim)),
                    new(
                        "Branch",
                        entry => new($"{entry.Branch} {Short(entry.Commit)}".Trim(), Tone.Dim)
                    ),
                    new("Cost", entry => new(Cost(entry)), Figure: true),
                    new("Calls", entry => TableCell.Count(entry.Calls), Figure: true),
                    new("Verdict", entry => Verdict(entry.Outcome), Obvious: true),
                ]
            )
        );
        foreach (var month in all.GroupBy(entry => MonthSpend.NameOf(entry.Time)))
            page.Line((MonthSpend.Create([.. month], month.Last(), null).ToString(), Tone.Dim));
    }

    private static TableCell Verdict(Outcome outcome) =>
        new(Naming.Camel(outcome), outcome == Outcome.Within ? Tone.Good : Tone.Bad);

    private static string Cost(HistoryEntry entry) =>
        entry.CountedUsd is { } usd
            ? (entry.LowerBound ? "≥ " : "") + Amount.Usd(usd)
            : Spend.Unpriced;

    private static string? Short(string? commit) =>
        commit?.Length > LettersOfACommit ? commit[..LettersOfACommit] : commit;
}
