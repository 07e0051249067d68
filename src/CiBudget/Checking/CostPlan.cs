using CiBudget.Budgets;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>
/// The most that a run can cost that makes the calls of the baseline: every prompt as long as it was and all of its cache written
/// anew, every answer as long as <c>max_tokens</c> lets it be.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CostPlan
{
    /// <summary>By model's name.</summary>
    public IReadOnlyList<ModelPlan> Models { get; init; } = [];

    /// <summary>US dollars; null when it is not known.</summary>
    public decimal? Usd { get; init; }

    /// <summary>How many calls that are.</summary>
    public long Calls { get; init; }

    /// <summary>Limits that it breaks, and models for which it is not known.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Limits that it was held against, in the budget file's order, those over all runs last.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>Works it out, and holds it against the limits on the run, on models and on all runs.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="prices">The sheet, before the budget's own prices are laid on top.</param>
    /// <param name="demands">What the calls of a run ask for.</param>
    public static CostPlan Create(
        Budget budget,
        PriceSheet prices,
        IReadOnlyCollection<ModelDemand> demands
    )
    {
        var sheet = prices.With(budget);
        var models = demands
            .OrderBy(demand => demand.Model, StringComparer.Ordinal)
            .Select(demand => Create(sheet, demand))
            .ToList();
        var limits = budget
            .Limits.Concat(budget.Shared?.AcrossRuns ?? [])
            .Where(limit =>
                limit.Scope
                    is LimitScope.Run
                        or LimitScope.Model
                        or LimitScope.Day
                        or LimitScope.Month
            )
            .Where(limit => limit.Severity != Severity.Off && IsPlanned(limit.Metric))
            .ToList();
        return new()
        {
            Models = models,
            Usd = models.TrueForAll(model => model.Usd is not null)
                ? models.Sum(model => model.Usd)
                : null,
            Calls = models.Sum(model => model.Demand.Calls),
            Limits = limits,
            Diagnostics = PlanDiagnostics.Create(budget, sheet, models, limits),
        };
    }

    private static ModelPlan Create(PriceSheet prices, ModelDemand demand)
    {
        if (demand.Uncapped > 0)
            return new(
                demand,
                null,
                $"no max_tokens held {Amount.Counted(demand.Uncapped, "answer")}: set it (it holds no batch results, advisors, fallbacks or rounds of server tools, so a run with these has no worst case)"
            );
        var asked = new RequestDemand
        {
            Model = demand.Model,
            Speed = demand.Fast > 0 ? "fast" : null,
            Region = demand.Regional > 0 ? PlaceOfService.Regional : null,
            WebSearches = demand.WebSearches,
        };
        var (plain, why) = Most(asked, demand.InputTokens, demand.MaxTokens);
        if (why is not null)
            return new(demand, null, "it " + why);
        if (demand.CacheTokens == 0)
            return new(demand, plain, null);
        var anew = asked with { Cache = CacheLifetime.Hour, WebSearches = 0 };
        var (cached, unpriced) = Most(anew, demand.CacheTokens, output: 0);
        return unpriced is null
            ? new(demand, plain + cached, null)
            : new(demand, null, "it " + unpriced);

        (decimal Usd, string? Why) Most(RequestDemand request, long prompt, long output) =>
            MaxCost.Compute(prices, request, false, prompt, output, demand.LongestPrompt);
    }

    private static bool IsPlanned(Metric metric) =>
        metric
            is Metric.Cost
                or Metric.InputTokens
                or Metric.OutputTokens
                or Metric.TotalTokens
                or Metric.Calls;
}
