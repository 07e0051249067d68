using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool.Commands;

/// <summary>Every row that calls are priced by, the budget file's on top.</summary>
internal static class PricesListCommand
{
    public static Command Create()
    {
        var budget = BudgetSource.Option();
        return new DocumentedCommand(
            "list",
            "List the prices, US dollars per million tokens.",
            "cibudget prices list",
            "cibudget prices list --json"
        )
        {
            budget,
        }.Does(parsed =>
        {
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), []);
            var sheet = PriceSheet.Embedded.With(limits);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => Json(sheet, limits.Discount),
                page => Table(page, sheet, limits.Discount)
            );
            return ExitCodes.Good;
        });
    }

    private static void Table(ConsolePage page, PriceSheet sheet, decimal discount)
    {
        ConsoleTable.Write(
            page,
            Tables.Table.Create(
                "",
                sheet.Models.SelectMany(Rows),
                [
                    new("Model", row => new(row.Name)),
                    .. TokenKind.Priced.Select(kind => new TableColumn<PriceRow>(
                        Column(kind),
                        row => new(Usd(row.Prices[kind])),
                        Figure: true
                    )),
                    new("Region", row => new(Region(row.Model)), Figure: true),
                    new("Fast", row => new(Fast(row)), Figure: true),
                    new("As of", row => new(row.Model.AsOf, Tone.Dim)),
                    new("Source", row => new(row.Model.Confidence, Confidence(row.Model))),
                    new("Status", row => new(row.Model.Status, Tone.Dim)),
                ],
                kept: 2
            )
        );
        page.Line(
            (
                $"The sheet is of {Amount.Day(sheet.AsOf)}. 'cibudget prices list --json' has the sources in full.",
                Tone.Dim
            )
        );
        if (discount > 0)
            page.Line(($"The budget file takes {Amount.Percent(discount)} off.", Tone.Dim));
    }

    private static IEnumerable<PriceRow> Rows(ModelPrice model)
    {
        yield return new(model.Model, model.Prices, model);
        foreach (var tier in model.Tiers)
            yield return new(
                $"  above {Amount.Count(tier.AbovePromptTokens)} tokens",
                tier.Prices,
                model
            );
        if (model.Fast is { } fast)
            yield return new("  fast", fast, model);
    }

    private static string Region(ModelPrice model) =>
        model.RegionalMultiplier is { } regional ? "×" + Amount.Plain(regional) : "";

    /// <summary>Input and output in fast mode, beside the row of the model itself.</summary>
    private static string Fast(PriceRow row) =>
        row.Model.Fast is { } fast && ReferenceEquals(row.Prices, row.Model.Prices)
            ? $"{Usd(fast.Input)}/{Usd(fast.Output)}"
            : "";

    private static Tone Confidence(ModelPrice model) =>
        model.Confidence == "official" ? Tone.Dim : Tone.Warn;

    private static string Column(TokenKind kind) =>
        kind.ShortName.Replace("cache ", "", StringComparison.Ordinal);

    private static string Usd(decimal? usd) => usd is { } known ? "$" + Amount.Plain(known) : "";

    private static object Json(PriceSheet sheet, decimal discount) =>
        new
        {
            asOf = Amount.Day(sheet.AsOf),
            unit = "US dollars per 1,000,000 tokens",
            discount,
            models = sheet.Models.Select(Json),
        };

    private static Dictionary<string, object?> Json(ModelPrice row)
    {
        var members = new Dictionary<string, object?>
        {
            ["model"] = row.Model,
            ["aliases"] = row.Aliases,
            ["prices"] = Json(row.Prices),
        };
        if (row.Fast is { } fast)
            members.Add("fast", Json(fast));
        members.Add(
            "tiers",
            row.Tiers.Select(tier => new
            {
                abovePromptTokens = tier.AbovePromptTokens,
                prices = Json(tier.Prices),
            })
        );
        members.Add("batchMultiplier", row.BatchMultiplier);
        members.Add("usInferenceMultiplier", row.UsInferenceMultiplier);
        members.Add("regionalMultiplier", row.RegionalMultiplier);
        members.Add("source", row.Source);
        members.Add("asOf", row.AsOf);
        members.Add("confidence", row.Confidence);
        members.Add("status", row.Status);
        members.Add("retiresOn", row.RetiresOn is { } day ? Amount.Day(day) : null);
        members.Add("fastUntil", row.FastUntil is { } until ? Amount.Day(until) : null);
        members.Add("notes", row.Notes);
        return members;
    }

    private static Dictionary<string, decimal?> Json(TokenPrices prices) =>
        TokenKind.Priced.ToDictionary(kind => kind.Name, kind => prices[kind]);

    private sealed record PriceRow(string Name, TokenPrices Prices, ModelPrice Model);
}
