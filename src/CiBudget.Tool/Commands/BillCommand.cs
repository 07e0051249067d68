using System.CommandLine;
using CiBudget.Tool.Bill;

namespace CiBudget.Tool.Commands;

/// <summary>What the account was charged.</summary>
internal static class BillCommand
{
    public static Command Create()
    {
        var from = TimeOption(
            "--from",
            "The first day, or a time, UTC. Default: the first of this month."
        );
        var to = TimeOption(
            "--to",
            "The day or time where it ends, itself not included. Default: now."
        );
        var by = new Option<string>("--by")
        {
            Description =
                "What to break the bill out by, commas between: day, workspace, key, actor, model, token-type, tier, speed, geo, context.",
            HelpName = "LIST",
            DefaultValueFactory = _ => "model,token-type",
        };
        var models = new Option<string[]>("--model")
        {
            Description = "Only this model. May be repeated.",
            HelpName = "MODEL",
            Arity = ArgumentArity.OneOrMore,
        };
        var shared = new BillOptions();
        var command = new DocumentedCommand(
            "bill",
            $"Show what the account was really charged, from Anthropic's Admin API. The key comes from {Secrets.AdminKeyVariable} only and goes to {AdminAddress.Host} only.",
            "cibudget bill",
            "cibudget bill --from 2026-11-01 --to 2026-12-01 --by day,workspace",
            "cibudget bill --workspace wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ --by key,model,token-type --json"
        )
        {
            from,
            to,
            by,
            models,
            BillReconcileCommand.Create(),
        };
        shared.AddTo(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                var month = Period.MonthOf(now);
                var question = new BillQuestion
                {
                    Period = new(
                        parsed.GetValue(from) is { } first
                            ? Period.Parse("--from", first)
                            : month.From,
                        parsed.GetValue(to) is { } last ? Period.Parse("--to", last) : month.To
                    ),
                    By = BillOptions.ParseBy(parsed.GetValue(by)!),
                    Models = parsed.GetValue(models) ?? [],
                    Workspaces = parsed.GetValue(shared.Workspaces) ?? [],
                    Keys = parsed.GetValue(shared.Keys) ?? [],
                };
                question.Require();
                var report = await BillOptions
                    .AskAsync(
                        parsed.GetValue(shared.BaseUrl),
                        (reader, _) => reader.ReadAsync(question, cancel)
                    )
                    .ConfigureAwait(false);
                Terminal.Write(
                    parsed.GetValue(CommandLine.Json),
                    () => BillJson.Create(question, report),
                    page => BillTable.Draw(page, question, report)
                );
                return ExitCodes.Good;
            }
        );
        return command;
    }

    private static Option<string?> TimeOption(string name, string description) =>
        new(name) { Description = description, HelpName = "DATE" };
}
