using System.CommandLine;
using System.Text.Json;
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
        var command = new DocumentedCommand(
            "list",
            "List the prices, US dollars per million tokens.",
            "cibudget prices list",
            "cibudget prices list --json"
        )
        {
            budget,
        };
        command.SetAction(parsed =>
        {
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), []);
            var sheet = PriceSheet.Embedded.With(limits);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => JsonOutput.FormatObject(json => Write(json, sheet, limits.Discount)),
                page => Table(page, sheet, limits.Discount)
            );
            return ExitCodes.Good;
        });
        return command;
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

    private static void Write(Utf8JsonWriter json, PriceSheet sheet, decimal discount)
    {
        json.WriteString("asOf", Amount.Day(sheet.AsOf));
        json.WriteString("unit", "US dollars per 1,000,000 tokens");
        json.Number("discount", discount);
        json.Objects(
            "models",
            sheet.Models,
            row =>
            {
                json.WriteString("model", row.Model);
                json.Strings("aliases", row.Aliases);
                Write(json, "prices", row.Prices);
                if (row.Fast is { } fast)
                    Write(json, "fast", fast);
                json.Objects(
                    "tiers",
                    row.Tiers,
                    tier =>
                    {
                        json.WriteNumber("abovePromptTokens", tier.AbovePromptTokens);
                        Write(json, "prices", tier.Prices);
                    }
                );
                json.Number("batchMultiplier", row.BatchMultiplier);
                json.Number("usInferenceMultiplier", row.UsInferenceMultiplier);
                json.Number("regionalMultiplier", row.RegionalMultiplier);
                json.WriteString("source", row.Source);
                json.WriteString("asOf", row.AsOf);
                json.WriteString("confidence", row.Confidence);
                json.WriteString("status", row.Status);
                json.WriteString("retiresOn", row.RetiresOn is { } day ? Amount.Day(day) : null);
                json.WriteString(
                    "fastUntil",
                    row.FastUntil is { } until ? Amount.Day(until) : null
                );
                json.WriteString("notes", row.Notes);
            }
        );
    }

    private static void Write(Utf8JsonWriter json, string name, TokenPrices prices)
    {
        json.WriteStartObject(name);
        foreach (var kind in TokenKind.Priced)
            json.Number(kind.Name, prices[kind]);
        json.WriteEndObject();
    }

    private sealed record PriceRow(string Name, TokenPrices Prices, ModelPrice Model);
}
