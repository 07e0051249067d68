using CiBudget.Budgets;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>CIB028: what a ceiling breaks, and where it is not known.</summary>
internal static class CeilingFindings
{
    public static IReadOnlyList<Finding> Of(
        Budget budget,
        PriceSheet prices,
        IReadOnlyList<ModelCeiling> models,
        IReadOnlyList<Limit> limits
    )
    {
        var findings = models
            .Where(model => model.Why is not null)
            .Select(model => Unknown(budget, model))
            .ToList();
        foreach (var limit in limits)
        {
            var concerned = models.Where(model => IsFor(limit, prices, model.Demand.Model));
            // What is not known has been said, and the rest alone may be too much.
            var most = concerned.Sum(model => Of(limit.Metric, model));
            if (most > limit.Max)
                findings.Add(Over(budget, limit, most));
        }
        return findings;
    }

    private static Finding Unknown(Budget budget, ModelCeiling model) =>
        new(
            Codes.CeilingOverBudget,
            Severity.Error,
            budget.Path,
            default,
            $"the worst case of a run is not known: model '{Findings.Shown(model.Demand.Model)}': {model.Why}."
        );

    private static Finding Over(Budget budget, Limit limit, decimal most) =>
        new(
            Codes.CeilingOverBudget,
            limit.Severity,
            budget.Path,
            limit.Position,
            $"{(limit.Scope != LimitScope.Model ? "run" : $"model {Findings.Shown(limit.Pattern ?? "")}:")} {Naming.Of(limit.Metric)} {Findings.Value(limit.Metric, most, limit.Max)} {(limit.Metric == Metric.Cost ? "is" : "are")} possible, over the limit of {Findings.Value(limit.Metric, limit.Max, 0m)} by {Findings.Value(limit.Metric, most - limit.Max, 0m)}: "
                + "the calls of the baseline, every cache written anew, every answer as long as max_tokens. "
                + $"Raise \"{Findings.Key(limit)}\" here, lower max_tokens or make fewer calls."
        );

    private static decimal Of(Metric metric, ModelCeiling model) =>
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
