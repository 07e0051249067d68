using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>Several runs of the same tests, oldest first.</summary>
internal sealed class RunHistory
{
    private readonly IReadOnlyList<(string Name, Verdict Verdict)> _runs;

    private RunHistory(IReadOnlyList<(string, Verdict)> runs) => _runs = runs;

    public Verdict Latest => _runs[^1].Verdict;

    public IReadOnlyList<RunPoint> Earlier =>
        [.. _runs.SkipLast(1).Select(run => RunPoint.From(run.Name, run.Verdict))];

    /// <summary>One row for each test of the run; of several runs, the rows of all, with the run in the first column.</summary>
    public string Csv() => _runs.Count == 1 ? CsvReport.Render(Latest) : CsvReport.Render(_runs);

    /// <summary>Checks each run by itself; the baseline judges nothing here.</summary>
    public static RunHistory Create(
        Budget budget,
        IReadOnlyList<(string Name, IReadOnlyList<string> Folders)> runs,
        bool timeline
    ) =>
        new([
            .. runs.Select(run =>
                    (run.Name, Verdict: Verdicts.Create(budget, run.Folders, timeline: timeline))
                )
                .OrderBy(run => run.Verdict.FirstCall ?? DateTimeOffset.MinValue)
                .ThenBy(run => run.Name, StringComparer.Ordinal),
        ]);

    /// <summary>All runs as a table for a terminal; empty when there is only one.</summary>
    public string Table()
    {
        if (_runs.Count < 2)
            return "";
        var page = new ConsolePage(Terminal.Style);
        page.Line();
        ConsoleTable.Write(page, All());
        return page.ToString();
    }

    /// <summary>The same as Markdown.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        if (_runs.Count > 1)
            MarkdownTable.Append(text, All());
        return text.ToString();
    }

    private Table All() =>
        CiBudget.Tables.Table.Create(
            "History",
            _runs,
            [
                new("Run", run => new(run.Name)),
                new("Cost", run => new(Spend.Text(run.Verdict, run.Verdict.Totals)), Figure: true),
                new("Calls", run => TableCell.Count(run.Verdict.Totals.Calls), Figure: true),
                new(
                    "Verdict",
                    run =>
                        new(
                            Naming.Headline(run.Verdict),
                            run.Verdict.Passed ? Tone.Good : Tone.Bad
                        ),
                    Obvious: true
                ),
                new("Began", run => Began(run.Verdict), Figure: true, Needs: Room.Terminal),
            ],
            kept: 2
        );

    private static TableCell Began(Verdict verdict) =>
        new(verdict.FirstCall is { } first ? Amount.Minute(first) + " UTC" : "", Tone.Dim);
}
