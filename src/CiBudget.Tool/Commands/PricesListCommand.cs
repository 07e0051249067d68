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
            var limits = BudgetSource.Find(parsed.GetValue(budget), []) ?? Budget.Empty;
            var sheet = PriceSheet.Embedded.With(limits);
            if (parsed.GetValue(CommandLine.Json))
                Terminal.Write(JsonOutput.Format(json => Write(json, sheet, limits.Discount)));
            else
                Terminal.Write(page => Table(page, sheet, limits.Discount));
            return ExitCodes.Good;
        });
        return command;
    }

    private static void Table(ConsolePage page, PriceSheet sheet, decimal discount)
    {
        var table = new ConsoleTable { LeftAligned = [0, 8, 9, 10] };
        table.Add([
            ("Model", Tone.Strong),
            .. TokenKind.Priced.Select(kind => (Column(kind), Tone.Dim)),
            ("region", Tone.Dim),
            ("fast", Tone.Dim),
            ("as of", Tone.Dim),
            ("source", Tone.Dim),
            ("status", Tone.Dim),
        ]);
        foreach (var row in sheet.Models)
        {
            table.Add(Row(page.Clean(row.Model), row.Prices, row));
            foreach (var tier in row.Tiers)
                table.Add(
                    Row($"  above {Amount.Count(tier.AbovePromptTokens)} tokens", tier.Prices, row)
                );
            if (row.Fast is { } fast)
                table.Add(Row("  fast", fast, row));
        }
        table.WriteTo(page);
        page.Line(
            (
                $"The sheet is of {Amount.Day(sheet.AsOf)}. 'cibudget prices list --json' has the sources in full.",
                Tone.Dim
            )
        );
        if (discount > 0)
            page.Line(($"The budget file takes {Amount.Percent(discount)} off.", Tone.Dim));
    }

    private static (string, Tone)[] Row(string name, TokenPrices prices, ModelPrice row) =>
        [
            (name, Tone.None),
            .. TokenKind.Priced.Select(kind => (Usd(prices[kind]), Tone.None)),
            (row.RegionalMultiplier is { } regional ? "×" + Amount.Plain(regional) : "", Tone.None),
            (Fast(row, prices), Tone.None),
            (row.AsOf, Tone.Dim),
            (row.Confidence, row.Confidence == "official" ? Tone.Dim : Tone.Warn),
            (row.Status, Tone.Dim),
        ];

    /// <summary>Input and output in fast mode, beside the row of the model itself.</summary>
    private static string Fast(ModelPrice row, TokenPrices prices) =>
        row.Fast is { } fast && ReferenceEquals(prices, row.Prices)
            ? $"{Usd(fast.Input)}/{Usd(fast.Output)}"
            : "";

    private static string Column(TokenKind kind) =>
        kind.ShortName.Replace("cache ", "", StringComparison.Ordinal);

    private static string Usd(decimal? usd) => usd is { } known ? "$" + Amount.Plain(known) : "";

    private static void Write(Utf8JsonWriter json, PriceSheet sheet, decimal discount)
    {
        json.WriteStartObject();
        json.WriteString("asOf", Amount.Day(sheet.AsOf));
        json.WriteString("unit", "US dollars per 1,000,000 tokens");
        json.Number("discount", discount);
        json.WriteStartArray("models");
        foreach (var row in sheet.Models)
        {
            json.WriteStartObject();
            json.WriteString("model", row.Model);
            json.Strings("aliases", row.Aliases);
            Write(json, "prices", row.Prices);
            if (row.Fast is { } fast)
                Write(json, "fast", fast);
            json.WriteStartArray("tiers");
            foreach (var tier in row.Tiers)
            {
                json.WriteStartObject();
                json.WriteNumber("abovePromptTokens", tier.AbovePromptTokens);
                Write(json, "prices", tier.Prices);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.Number("batchMultiplier", row.BatchMultiplier);
            json.Number("usInferenceMultiplier", row.UsInferenceMultiplier);
            json.Number("regionalMultiplier", row.RegionalMultiplier);
            json.WriteString("source", row.Source);
            json.WriteString("asOf", row.AsOf);
            json.WriteString("confidence", row.Confidence);
            json.WriteString("status", row.Status);
            json.WriteString("retiresOn", row.RetiresOn is { } day ? Amount.Day(day) : null);
            json.WriteString("fastUntil", row.FastUntil is { } until ? Amount.Day(until) : null);
            json.WriteString("notes", row.Notes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, TokenPrices prices)
    {
        json.WriteStartObject(name);
        foreach (var kind in TokenKind.Priced)
            json.Number(kind.Name, prices[kind]);
        json.WriteEndObject();
    }
}
