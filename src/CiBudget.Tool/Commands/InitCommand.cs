using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Json;
using CiBudget.Text;
using Spectre.Console;

namespace CiBudget.Tool.Commands;

/// <summary>The first budget file of a repository.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var directories = RunFolders.Argument(
            "Folders with ledgers, taken together as one run, to take the limits from. Default: the newest run, if there is one."
        );
        var output = new Option<string>("--output", "-o")
        {
            Description = "The file to write.",
            HelpName = "FILE",
            DefaultValueFactory = _ => BudgetFile.Name,
        };
        var headroom = new Option<string>("--headroom")
        {
            Description = "How far above what was observed limits are.",
            HelpName = "PERCENT",
            DefaultValueFactory = _ => "25%",
        };
        headroom.Validators.Add(result =>
        {
            var written = result.GetValueOrDefault<string>() ?? "";
            if (!Quantity.TryParsePercent(written, out _, out var fault))
                result.AddError("--headroom: " + fault);
        });
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        return new DocumentedCommand(
            "init",
            "Write a commented cibudget.json. From the ledgers of a run it proposes limits: what was observed, and headroom.",
            "cibudget init",
            "cibudget init TestResults/CiBudget/4711 --headroom 50%"
        )
        {
            directories,
            output,
            headroom,
            force,
        }.Does(parsed =>
        {
            var named = parsed.GetValue(directories) ?? [];
            var path = parsed.GetValue(output)!;
            _ = Quantity.TryParsePercent(parsed.GetValue(headroom)!, out var percent, out _);
            var observed = Observed(named, path);
            var proposal = new BudgetProposal(observed, 1m + (percent / 100m));
            if (!parsed.GetValue(force))
                AskBefore(path);
            AtomicFile.Write(path, proposal.Text(SchemaFor(path)));
            if (parsed.GetValue(CommandLine.Json))
                Terminal.Write(
                    JsonOutput.Format(
                        new
                        {
                            file = Path.GetFullPath(path),
                            fromLedgers = observed is not null,
                            observedUsd = observed is null ? null : (decimal?)Spend.Get(observed),
                        }
                    )
                );
            else
                Terminal.Write(
                    observed is null
                        ? $"{path}: starting values; there is no run yet to take limits from. Run `dotnet test`, then `cibudget init --force`.\n"
                        : $"{path}: what was observed, and {Amount.Plain(percent)}% more.\n"
                );
            return ExitCodes.Good;
        });
    }

    private static Verdict? Observed(string[] named, string path)
    {
        var place = Budget.Empty with { Path = Path.GetFullPath(path) };
        var directories = RunFolders.Get(named, place);
        var verdict = Verdicts.Create(Budget.Empty, directories);
        return verdict.Processes > 0 && verdict.Totals.Calls > 0 ? verdict : null;
    }

    private static void AskBefore(string path)
    {
        if (!File.Exists(path))
            return;
        var canAsk = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        if (!canAsk || !AnsiConsole.Confirm(Markup.Escape($"Replace {path}?"), defaultValue: false))
            throw new UsageException($"{path} is there already; --force replaces it.");
    }

    /// <summary>The schema in this repository, if it has one; else its id.</summary>
    private static string SchemaFor(string path)
    {
        const string Schema = "build/schemas/cibudget.schema.json";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return HostFiles.Above(folder, Schema) is { } schema
            ? Path.GetRelativePath(folder, schema).Replace('\\', '/')
            : "urn:cibudget:budget-file:1";
    }
}
