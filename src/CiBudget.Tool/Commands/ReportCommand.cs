using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Tool.History;

namespace CiBudget.Tool.Commands;

/// <summary>Shows a run, and what it has become of: several runs are a history.</summary>
internal static class ReportCommand
{
    private const int RunsOfATrend = 60;

    private static readonly string[] Formats = ["table", "markdown", "html", "json", "csv"];

    public static Command Create()
    {
        var directories = RunFolders.Argument(
            "A folder with the ledgers of one run. Several folders, or one that holds several runs: the latest is shown, the others are its history. Default: the newest run."
        );
        var budget = BudgetSource.Option();
        var format = new Option<string?>("--format", "-f")
        {
            Description = "What to write. Default: by the ending of the output file, else table.",
        };
        format.AcceptOnlyFromAmong(Formats);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write instead of standard output.",
            HelpName = "FILE",
        };
        var history = new Option<string?>("--history")
        {
            Description = "A file of 'cibudget history add': its runs are the trend.",
            HelpName = "FILE",
        };
        return new DocumentedCommand(
            "report",
            "Show what a run spent: a table, Markdown, one HTML file with charts, JSON or CSV. It judges nothing: exit code 0.",
            "cibudget report",
            "cibudget report -o report.html",
            "cibudget report TestResults/CiBudget/* --format markdown"
        )
        {
            directories,
            budget,
            format,
            output,
            history,
        }.Does(parsed =>
        {
            var named = parsed.GetValue(directories) ?? [];
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), named);
            var file = parsed.GetValue(output);
            var chosen = parsed.GetValue(CommandLine.Json)
                ? "json"
                : parsed.GetValue(format) ?? FormatOf(file);
            var text = Render(
                chosen,
                limits,
                named,
                parsed.GetValue(history),
                toFile: file is not null
            );
            if (file is null)
                Terminal.Write(text);
            else
                OutputFile.Write(file, text);
            return ExitCodes.Good;
        });
    }

    private static string FormatOf(string? file) =>
        Path.GetExtension(file)?.ToLowerInvariant() switch
        {
            ".html" or ".htm" => "html",
            ".md" => "markdown",
            ".json" => "json",
            ".csv" => "csv",
            null or "" or ".txt" => "table",
            _ => throw new UsageException(
                $"the ending of '{file}' does not say what to write: end it in .html, .md, .json, .csv or .txt, or give --format."
            ),
        };

    private static string Render(
        string format,
        Budget budget,
        string[] named,
        string? historyFile,
        bool toFile
    )
    {
        var baseline = BaselineSource.ForReport(budget);
        var runs = RunHistory.Create(
            budget,
            RunFolders.Each(named, budget),
            timeline: format is "html" or "json"
        );
        var latest = runs.Latest;
        var earlier = historyFile is null
            ? runs.Earlier
            : Before(latest, HistoryFile.Read(historyFile), runs.Earlier);
        // A budget file makes a diagnostic of it; without one nothing would say that $0 is no sum.
        if (budget.Path is null)
            Verdicts.RequireLedger(latest);
        return format switch
        {
            "html" => HtmlReport.Render(latest, baseline, earlier, Terminal.Root),
            "markdown" => MarkdownReport.Render(latest, baseline, Terminal.Root) + runs.Markdown(),
            "json" => JsonReport.Render(latest, earlier),
            "csv" => runs.Csv(),
            _ => ConsoleReport.Render(
                latest,
                toFile ? Terminal.Style with { Color = false } : Terminal.Style
            ) + runs.Table(),
        };
    }

    /// <summary>The runs of the history and those that were named, without the one that is shown; as many as a chart can tell apart.</summary>
    private static IReadOnlyList<RunPoint> Before(
        Verdict latest,
        IReadOnlyList<HistoryEntry> history,
        IReadOnlyList<RunPoint> named
    ) =>
        [
            .. history
                .Select(entry => entry.ToPoint())
                .Where(point => latest.FirstCall is null || point.Time < latest.FirstCall)
                .Concat(named)
                .DistinctBy(point => point.Name)
                .OrderBy(point => point.Time)
                .TakeLast(RunsOfATrend),
        ];
}
