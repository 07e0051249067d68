using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>One number of the budget file, with its place.</summary>
public sealed record Limit
{
    /// <summary>Over what it sums.</summary>
    public LimitScope Scope { get; init; }

    /// <summary>The pattern of the scope (<c>*.Streaming*</c>, <c>category:Slow</c>, <c>claude-opus-*</c>); null where the scope has none.</summary>
    public string? Pattern { get; init; }

    /// <summary>What it counts.</summary>
    public Metric Metric { get; init; }

    /// <summary>The most that is allowed: dollars, tokens, calls or percent, by <see cref="Metric"/>.</summary>
    public decimal Max { get; init; }

    /// <summary>What happens when it is broken.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>The share of <see cref="Max"/>, 0 to 1, from which a warning is given; null for never.</summary>
    public decimal? WarnAt { get; init; } = 0.8m;

    /// <summary>What it does while the run goes on.</summary>
    public Enforcement Enforce { get; init; }

    /// <summary>Where its value stands in the budget file.</summary>
    public Position Position { get; init; }

    /// <summary>Its key in the budget file, fit to be shown: <c>run.cost</c>, <c>tests['*.Streaming*'].calls</c>.</summary>
    public string Key
    {
        get
        {
            var metric = Metric.ToString();
            var group = Scope switch
            {
                LimitScope.Run => "run",
                LimitScope.EachTest => "test",
                LimitScope.Unattributed => "unattributed",
                LimitScope.Day => "shared.perDay",
                LimitScope.Month => "shared.perMonth",
                LimitScope.Tests => $"tests['{SafeText.Name(Pattern ?? "")}']",
                _ => $"models.limits['{SafeText.Name(Pattern ?? "")}']",
            };
            return group + "." + char.ToLowerInvariant(metric[0]) + metric.Substring(1);
        }
    }
}
