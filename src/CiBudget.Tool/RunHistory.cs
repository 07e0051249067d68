using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
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

    /// <summary>A table of all runs; empty when there is only one.</summary>
    public string Table()
    {
        if (_runs.Count < 2)
            return "";
        var page = new ConsolePage(Terminal.Style);
        var table = new ConsoleTable { LeftAligned = [0, 3] };
        table.Add();
        table.Add(
            ("History", Tone.Strong),
            ("cost", Tone.Dim),
            ("calls", Tone.Dim),
            ("", Tone.None),
            ("began", Tone.Dim)
        );
        foreach (var (name, verdict) in _runs)
            table.Add(
                (page.Clean(name), Tone.None),
                (Spend.Text(verdict, verdict.Totals), Tone.None),
                (Amount.Count(verdict.Totals.Calls), Tone.None),
                (Naming.Headline(verdict), verdict.Passed ? Tone.Good : Tone.Bad),
                (verdict.FirstCall is { } first ? Amount.Minute(first) + " UTC" : "", Tone.Dim)
            );
        table.WriteTo(page);
        return page.ToString();
    }

    /// <summary>The same as Markdown.</summary>
    public string Markdown()
    {
        if (_runs.Count < 2)
            return "";
        var text = new StringBuilder(
            "\n#### History\n\n| Run | Cost | Calls | |\n| --- | ---: | ---: | --- |\n"
        );
        foreach (var (name, verdict) in _runs)
            text.Append("| ")
                .Append(MarkdownText.Escape(SafeText.Line(name)))
                .Append(" | ")
                .Append(Spend.Text(verdict, verdict.Totals))
                .Append(" | ")
                .Append(Amount.Count(verdict.Totals.Calls))
                .Append(" | ")
                .Append(Naming.Headline(verdict))
                .Append(" |\n");
        return text.ToString();
    }
}
