using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Commands;

/// <summary>What a run can cost at the most, before it is made.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var budget = BudgetSource.Option();
        var baseline = new Option<string?>("--baseline")
        {
            Description =
                $"The baseline file. Default: {BaselineFile.Name} beside the budget file.",
            HelpName = "FILE",
        };
        return new DocumentedCommand(
            "plan",
            "Show what a run can cost at the most that makes the calls of the baseline, without making one. Exit code 1 when that is over a limit on the run, a model or a day.",
            "cibudget plan",
            "cibudget plan --budget budgets/tight.json --json"
        )
        {
            budget,
            baseline,
        }.Does(parsed =>
            Plan(
                parsed.GetValue(budget),
                parsed.GetValue(baseline),
                parsed.GetValue(CommandLine.Json)
            )
        );
    }

    private static int Plan(string? budgetFile, string? baselineFile, bool json)
    {
        var budget = BudgetSource.Require(budgetFile, []);
        var path = baselineFile ?? BaselineSource.PathFor(budget);
        var models =
            BaselineFile.Load(path).Models
            ?? throw new UsageException(
                $"{ReportPath.Shown(path, Terminal.Root)} does not say what the calls asked for: an earlier version wrote it. Make it anew with: cibudget baseline save"
            );
        var plan = CostPlan.Create(budget, PriceSheet.Embedded, [.. models.Values]);
        if (plan.Limits.Count == 0)
            throw new UsageException(
                $"{ReportPath.Shown(budget.Path!, Terminal.Root)} has no limit that a plan can be held against: none on the run, on a model or on a day."
            );
        Terminal.Write(json, () => Json(plan), page => Table(page, plan));
        return !plan.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)
                ? ExitCodes.Good
            : plan.Usd is null ? ExitCodes.Unmeasured
            : ExitCodes.Over;
    }

    private static void Table(ConsolePage page, CostPlan plan)
    {
        ConsoleTable.Write(
            page,
            // No row is the sum.
            Tables.Table.Create<ModelPlan?>(
                "Worst case of a run",
                plan.Models,
                [
                    new("Model", row => new(row?.Demand.Model ?? "Total")),
                    new(
                        "Calls",
                        row => TableCell.Count(row?.Demand.Calls ?? plan.Calls),
                        Figure: true
                    ),
                    new(
                        "Prompt",
                        row => Tokens(row?.Demand.InputTokens + row?.Demand.CacheTokens),
                        Figure: true
                    ),
                    new("Max_tokens", row => Tokens(row?.Demand.MaxTokens), Figure: true),
                    new("At the most", row => Most(row is null ? plan.Usd : row.Usd), Figure: true),
                ],
                [null]
            )
        );
        foreach (var diagnostic in plan.Diagnostics)
            page.Line(
                (
                    $"{Place(diagnostic)}: {Naming.Camel(diagnostic.Severity)} {diagnostic.Code}: {diagnostic.Message}",
                    diagnostic.Severity == Severity.Error ? Tone.Bad : Tone.None
                )
            );
        if (plan.Diagnostics.Count == 0)
            page.Line(($"Within {Amount.Counted(plan.Limits.Count, "limit")}.", Tone.Good));
    }

    private static TableCell Tokens(long? tokens) =>
        tokens is null ? new("") : TableCell.Count(tokens);

    private static TableCell Most(decimal? usd) =>
        usd is null ? new("not known", Tone.Bad) : TableCell.Usd(usd);

    private static string Place(Diagnostic diagnostic) =>
        diagnostic.Position.In(ReportPath.Shown(diagnostic.File ?? "", Terminal.Root));

    private static object Json(CostPlan plan) =>
        new
        {
            ceilingUsd = plan.Usd,
            calls = plan.Calls,
            models = plan.Models.Select(row => new
            {
                model = row.Demand.Model,
                calls = row.Demand.Calls,
                promptTokens = row.Demand.InputTokens + row.Demand.CacheTokens,
                maxTokens = row.Demand.MaxTokens,
                ceilingUsd = row.Usd,
                why = row.Why,
            }),
            findings = plan.Diagnostics.Select(diagnostic => new
            {
                code = diagnostic.Code,
                severity = Naming.Camel(diagnostic.Severity),
                file = ReportPath.Shown(diagnostic.File ?? "", Terminal.Root),
                line = diagnostic.Position.Line,
                column = diagnostic.Position.Column,
                message = diagnostic.Message,
            }),
        };
}
