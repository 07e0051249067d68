using System.CommandLine;
using System.Text;
using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tool.Prices;

namespace CiBudget.Tool.Commands;

/// <summary>Another price list: what it says differently, and on demand into the budget file with it.</summary>
internal static class PricesImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "LiteLLM's model_prices_and_context_window.json.",
        };
        var budget = BudgetSource.Option();
        var write = new Option<bool>("--write")
        {
            Description =
                "Write the differences to the budget file under prices.models. Comments and layout stay.",
        };
        var models = new Option<string[]>("--model")
        {
            Description = "Only models that match the pattern; * stands for any characters.",
            HelpName = "PATTERN",
        };
        return new DocumentedCommand(
            "import",
            "Show how LiteLLM's price list differs from the sheet, and write it to the budget file when asked.",
            "cibudget prices import model_prices_and_context_window.json",
            "cibudget prices import model_prices_and_context_window.json --model 'claude-opus-*' --write"
        )
        {
            file,
            budget,
            write,
            models,
        }.Does(parsed =>
        {
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), []);
            var path = parsed.GetValue(file)!;
            var patterns = parsed.GetValue(models) ?? [];
            var sheet = PriceSheet.Embedded.With(limits);
            var differences = LiteLlmPrices
                .Compare(InputFile.ReadAll(path), path, sheet)
                .Where(found =>
                    patterns.Length == 0
                    || Array.Exists(patterns, pattern => GlobPattern.IsMatch(pattern, found.Model))
                )
                .ToList();
            var written = parsed.GetValue(write) && differences.Count > 0;
            if (written)
                Write(limits, sheet, differences);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => Json(differences, written ? limits.Path : null),
                page => Table(page, differences, written ? limits.Path : null)
            );
            return ExitCodes.Good;
        });
    }

    private static void Write(Budget budget, PriceSheet sheet, List<PriceDifference> differences)
    {
        var path =
            budget.Path
            ?? throw new UsageException(
                $"there is no {BudgetFile.Name} to write to. Write one with 'cibudget init', or name one with --budget."
            );
        var text = Values(sheet, differences)
            .Aggregate(
                File.ReadAllText(path),
                (edited, price) =>
                    JsonEdit.Set(edited, ["prices", "models", price.Model, price.Key], price.Json)
            );
        // What cannot be read again must not be written.
        BudgetFile.Parse(Encoding.UTF8.GetBytes(text), path);
        AtomicFile.Write(path, text);
    }

    private static IEnumerable<(string Model, string Key, string Json)> Values(
        PriceSheet sheet,
        List<PriceDifference> differences
    ) =>
        differences
            .Where(found => found.AbovePromptTokens is null)
            .Select(found => (found.Model, found.Kind, found.Json))
            .Concat(
                differences
                    .Where(found => found.AbovePromptTokens is not null)
                    .GroupBy(found => found.Model, StringComparer.Ordinal)
                    .Select(found =>
                        (found.Key, "tiers", TierList.Json(sheet.Find(found.Key), found))
                    )
            );

    private static object Json(List<PriceDifference> differences, string? written) =>
        new
        {
            differences = differences.Select(found => new
            {
                model = found.Model,
                kind = found.Kind,
                abovePromptTokens = found.AbovePromptTokens,
                unit = found.IsFactor ? "factor" : "usdPerMillionTokens",
                own = found.Own,
                theirs = found.Theirs,
            }),
            written,
        };

    private static void Table(ConsolePage page, List<PriceDifference> differences, string? written)
    {
        if (differences.Count > 0)
            ConsoleTable.Write(
                page,
                Tables.Table.Create(
                    "",
                    differences,
                    [
                        new("Model", found => new(found.Model)),
                        new("Kind", found => new(found.KindText)),
                        new("Ours", found => new(found.OwnText), Figure: true),
                        new("Theirs", found => new(found.TheirsText, Tone.Warn), Figure: true),
                    ]
                )
            );
        page.Line(
            (
                differences.Count == 0 ? "No price differs."
                : written is not null ? $"Written to {page.Path(written)}."
                : "Nothing is changed yet; --write puts these into the budget file. Check them against the official page first.",
                Tone.Dim
            )
        );
    }
}
