using System.CommandLine;
using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Tables;

namespace CiBudget.Tool.Commands;

/// <summary>The gate for pipelines: one verdict on all ledgers of a run.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var directories = RunFolders.Argument(
            "Folders with ledgers, searched downward and taken together as one run. Of a folder that holds several runs, the one that CIBUDGET_RUN names. Default: the run of CIBUDGET_RUN, else the newest, under TestResults/CiBudget beside the budget file."
        );
        var budget = BudgetSource.Option();
        var shards = NumberOption.Create(
            "--shards",
            "How many shards the run has; a missing one is an error.",
            least: 1,
            most: HostSettings.MaxShards
        );
        var junit = FileOption(
            "--junit",
            "Write the verdict as JUnit XML: one case for each limit and rule."
        );
        var markdown = FileOption(
            "--markdown",
            "Write the verdict as Markdown, for a comment on a pull request."
        );
        var html = FileOption("--html", "Write the verdict as one HTML file with charts.");
        return new DocumentedCommand(
            "check",
            "Compare a run with its budget. In Azure Pipelines and GitHub Actions it also says so to the CI system.",
            "cibudget check",
            "cibudget check artifacts/shard-* --shards 3 --junit budget.xml",
            "cibudget check TestResults/CiBudget/4711 --budget budgets/tight.json --json"
        )
        {
            directories,
            budget,
            shards,
            junit,
            markdown,
            html,
        }.Does(parsed =>
            Check(
                parsed.GetValue(directories) ?? [],
                parsed.GetValue(budget),
                parsed.GetValue(shards),
                parsed.GetValue(junit),
                parsed.GetValue(markdown),
                parsed.GetValue(html),
                parsed.GetValue(CommandLine.Json)
            )
        );
    }

    private static int Check(
        string[] named,
        string? budgetFile,
        int? shards,
        string? junit,
        string? markdown,
        string? html,
        bool json
    )
    {
        var budget = BudgetSource.Require(budgetFile, named);
        var baseline = BaselineSource.ForGate(budget);
        var directories = RunFolders.Get(named, budget);
        // Attachments of a pipeline show the run over time; the gate alone need not.
        var verdict = Verdicts.Create(
            budget,
            directories,
            shards,
            timeline: json || html is not null || CiHost.IsAzurePipelines,
            baseline,
            isLatest: named.Length == 0 && CiHost.Variable("CIBUDGET_RUN") is null
        );
        if (junit is not null)
            OutputFile.Write(junit, JUnitReport.Render(verdict));
        if (markdown is not null)
            OutputFile.Write(markdown, MarkdownReport.Render(verdict, baseline, Terminal.Root));
        if (html is not null)
            OutputFile.Write(html, HtmlReport.Render(verdict, baseline, root: Terminal.Root));
        Terminal.Write(
            json ? JsonReport.Render(verdict) : ConsoleReport.Render(verdict, Terminal.Style)
        );
        // The CI systems read their commands from both streams; JSON on the one must stay whole.
        CiReport.Publish(verdict, baseline, json ? Console.Error : Console.Out);
        return (int)verdict.Outcome;
    }

    private static Option<string?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
