using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>What the reports said, row by row.</summary>
/// <param name="Usage">What was used.</param>
/// <param name="Costs">What was charged; null when these reports cannot say so for what was asked, see <paramref name="Notes"/>.</param>
/// <param name="RefreshedAt">Until when the data are complete; null when that is not said.</param>
/// <param name="Source">Which reports answered.</param>
/// <param name="Notes">What a reader must know of the figures.</param>
internal sealed record BillReport(
    IReadOnlyList<UsageRow> Usage,
    IReadOnlyList<CostRow>? Costs,
    DateTimeOffset? RefreshedAt,
    BillSource Source,
    IReadOnlyList<string> Notes
);
