using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Commands;

/// <summary>Is the sheet still to be trusted?</summary>
internal static class PricesCheckCommand
{
    public static Command Create()
    {
        var budget = BudgetSource.Option();
        return new DocumentedCommand(
            "check",
            "Say how old the sheet is, which prices are not official, and what the budget file changes. Exit code 4 when the sheet is too old.",
            "cibudget prices check"
        )
        {
            budget,
        }.Does(parsed =>
        {
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), []);
            var sheet = PriceSheet.Embedded;
            var now = TimeProvider.System.GetUtcNow();
            var stale = sheet.IsOlderThan(PriceSheet.FreshFor, now);
            var remarks = Remarks(sheet, limits).ToList();
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () =>
                    new
                    {
                        asOf = Amount.Day(sheet.AsOf),
                        ageDays = Age(sheet, now),
                        stale,
                        remarks,
                    },
                page =>
                {
                    page.Line(
                        (
                            $"The sheet is of {Amount.Day(sheet.AsOf)}, {Amount.Counted(Age(sheet, now), "day")} old: ",
                            Tone.None
                        ),
                        stale
                            ? ("too old. Update CiBudget.", Tone.Bad)
                            : ("fresh enough.", Tone.Good)
                    );
                    foreach (var remark in remarks)
                        page.Paragraph("- " + remark, 2);
                }
            );
            return stale ? ExitCodes.Unmeasured : ExitCodes.Good;
        });
    }

    private static long Age(PriceSheet sheet, DateTimeOffset now) =>
        Math.Max(0, (long)(now.UtcDateTime - sheet.AsOf).TotalDays);

    private static IEnumerable<string> Remarks(PriceSheet sheet, Budget budget)
    {
        foreach (var row in sheet.Models.Where(row => row.Confidence != "official"))
            yield return $"{row.Model}: {row.Confidence}, as of {row.AsOf}: {row.Source}";
        foreach (var row in sheet.Models.Where(row => row.Status != "active"))
            yield return $"{row.Model}: {row.Status}";
        foreach (var row in sheet.Models)
            if (row.FastUntil is { } day)
                yield return $"{row.Model}: fast mode until {Amount.Day(day)}";
        foreach (var row in budget.Prices)
            yield return sheet.Find(row.Model) is null
                ? $"{row.Model}: priced by the budget file only"
                : $"{row.Model}: the budget file replaces the sheet's price";
        if (budget.Discount > 0)
            yield return $"the budget file takes {Amount.Percent(budget.Discount)} off every price";
    }
}
