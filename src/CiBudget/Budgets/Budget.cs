using CiBudget.Pricing;

namespace CiBudget.Budgets;

/// <summary>A budget file, read.</summary>
public sealed record Budget
{
    /// <summary>No limits, every rule at its default: a project without a budget file.</summary>
    public static Budget Empty { get; } = new();

    /// <summary>Full path of the file; null for <see cref="Empty"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Every limit, in the file's order.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>Severities that the file sets; a rule that is missing has its default, see <see cref="SeverityOf"/>.</summary>
    public IReadOnlyDictionary<Rule, Severity> Rules { get; init; } =
        new Dictionary<Rule, Severity>();

    /// <summary>Where <c>rules</c> entries stand, for messages.</summary>
    public IReadOnlyDictionary<Rule, Position> RulePositions { get; init; } =
        new Dictionary<Rule, Position>();

    /// <summary>What replayed calls do to limits.</summary>
    public ReplayedCalls Replayed { get; init; }

    /// <summary>Patterns of models that may be called; null when all may.</summary>
    public IReadOnlyList<ModelRule>? AllowedModels { get; init; }

    /// <summary>Patterns of models that may not be called.</summary>
    public IReadOnlyList<ModelRule> DeniedModels { get; init; } = [];

    /// <summary>Prices that replace or extend the sheet.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; init; } = [];

    /// <summary>Share off list price, 0 to 1 (<c>0.15</c> for 15 % off).</summary>
    public decimal Discount { get; init; }

    /// <summary>Hosts beside the known ones that speak the Claude API.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Hosts of fake Claudes, the team's own stubs: what they answer is replayed and costs nothing.</summary>
    public IReadOnlyList<string> ReplayHosts { get; init; } = [];

    /// <summary>The organization that answers must come from; null for any.</summary>
    public string? Organization { get; init; }

    /// <summary>Where <c>organization</c> stands.</summary>
    public Position OrganizationPosition { get; init; }

    /// <summary>The workspace that answers must come from; null for any.</summary>
    public string? Workspace { get; init; }

    /// <summary>Where <c>workspace</c> stands.</summary>
    public Position WorkspacePosition { get; init; }

    /// <summary>False for <c>"live": "never"</c>: a call that no scenario covers is refused.</summary>
    public bool LiveAllowed { get; init; } = true;

    /// <summary>How many shards a run has; null when it is not sharded.</summary>
    public int? Shards { get; init; }

    /// <summary>Tests of a run that met a billing outage: true when they end inconclusive, false when they fail.</summary>
    public bool InconclusiveOnOutage { get; init; } = true;

    /// <summary>Limits that machines share; null when the file has no <c>shared</c>.</summary>
    public SharedLimits? Shared { get; init; }

    /// <summary>Growth against the baseline that is tolerated, 0 to 1; null when growth is not limited.</summary>
    public decimal? BaselineTolerance { get; init; }

    /// <summary>True when only limits that the baseline kept fail (<c>"baseline": { "onlyNew": true }</c>).</summary>
    public bool OnlyNewlyBroken { get; init; }

    /// <summary>Where <c>baseline</c> stands.</summary>
    public Position BaselinePosition { get; init; }

    /// <summary>The severity of a rule: what the file says, else its default (all are errors but lower bounds, assumed lifetimes, old prices, open batches and retired models, which warn).</summary>
    public Severity SeverityOf(Rule rule) =>
        Rules.TryGetValue(rule, out var severity) ? severity
        : rule
            is Rule.LowerBound
                or Rule.AssumedLifetime
                or Rule.OldPrices
                or Rule.OpenBatches
                or Rule.RetiredModel
            ? Severity.Warn
        : Severity.Error;
}
