using CiBudget.Budgets;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>CIB028: what a plan breaks, and where it is not known.</summary>
internal static class PlanDiagnostics
{
    public static IReadOnlyList<Diagnostic> Create(
        Budget budget,
        PriceSheet prices,
        IReadOnlyList<ModelPlan> models,
        IReadOnlyList<Limit> limits
    )
    {
        var diagnostics = models
            .Where(model => model.Why is not null)
            .Select(model => Unknown(budget, model))
            .ToList();
        foreach (var limit in limits)
        {
            var concerned = models.Where(model => IsFor(limit, prices, model.Demand.Model));
            // What is not known has been said, and the rest alone may be too much.
            var most = concerned.Sum(model => Create(limit.Metric, model));
            if (most > limit.Max)
                diagnostics.Add(Over(budget, limit, most));
        }
        return diagnostics;
    }

    private static Diagnostic Unknown(Budget budget, ModelPlan model) =>
        new(
            Codes.PlanOverBudget,
            Severity.Error,
            budget.Path,
            default,
            $"the worst case of a run is not known: model '{SafeText.Name(model.Demand.Model)}': {model.Why}."
        );

    private static Diagnostic Over(Budget budget, Limit limit, decimal most) =>
        new(
            Codes.PlanOverBudget,
            limit.Severity,
            budget.Path,
            limit.Position,
            $"{(limit.Scope != LimitScope.Model ? "run" : $"model {SafeText.Name(limit.Pattern ?? "")}:")} {Naming.GetName(limit.Metric)} {MetricAmount.InText(limit.Metric, most, limit.Max)} {(limit.Metric == Metric.Cost ? "is" : "are")} possible, over the limit of {MetricAmount.InText(limit.Metric, limit.Max)} by {MetricAmount.InText(limit.Metric, most - limit.Max)}: "
                + "the calls of the baseline, every cache written anew, every answer as long as max_tokens. "
                + $"Raise \"{limit.Key}\" here, lower max_tokens or make fewer calls."
        );

    private static decimal Create(Metric metric, ModelPlan model) =>
        metric switch
        {
            Metric.Cost => model.Usd ?? 0m,
            Metric.Calls => model.Demand.Calls,
            Metric.OutputTokens => model.Demand.MaxTokens,
            Metric.TotalTokens => model.Demand.InputTokens
                + model.Demand.CacheTokens
                + model.Demand.MaxTokens,
            _ => model.Demand.InputTokens,
        };

    private static bool IsFor(Limit limit, PriceSheet prices, string model) =>
        limit.Scope != LimitScope.Model
        || LimitMatch.NamesModel(limit.Pattern ?? "", model, prices.Find(model));
}
