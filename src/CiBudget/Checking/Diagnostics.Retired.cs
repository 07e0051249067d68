using CiBudget.Budgets;
using CiBudget.Text;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    /// <summary>How long before its day a retirement is told.</summary>
    private static readonly TimeSpan RetirementNotice = TimeSpan.FromDays(30);

    /// <summary>A model that is retired, or its fast mode: its calls will fail, and its price will not be kept up.</summary>
    private void AddRetired(ModelRow model)
    {
        if (model.Price is not { } price)
            return;
        if (price.RetiresOn is { } day && IsNear(day))
            AddRetired(model, $"model '{price.Model}'", day);
        if (price.FastUntil is { } until && IsNear(until) && model.Demand(budget.Replayed).Fast > 0)
            AddRetired(model, $"fast mode of model '{price.Model}'", until);
    }

    private void AddRetired(ModelRow model, string what, DateTime day) =>
        Add(
            Codes.RetiredModel,
            Rule.RetiredModel,
            $"{what} {(day <= _now.UtcDateTime ? "is retired since" : "will be retired on")} {Amount.Day(day)} on the Claude API (clouds have days of their own): {Count(model.Calls.Count, "call")} used it, {First(model.Calls)}. Move to a newer one, or set the rule \"retiredModel\" to \"off\"."
        );

    private bool IsNear(DateTime day) => day - _now.UtcDateTime <= RetirementNotice;
}
