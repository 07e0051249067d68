using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>Every key that a budget file may have, by the object that it stands in. The JSON schema is held against it.</summary>
internal static class BudgetKeys
{
    public static readonly IReadOnlyList<string> Root =
    [
        "$schema",
        "run",
        "test",
        "tests",
        "models",
        "unattributed",
        "replayed",
        "warnAt",
        "enforce",
        "rules",
        "prices",
        "hosts",
        "replayHosts",
        "organization",
        "workspace",
        "live",
        "shards",
        "onOutage",
        "baseline",
        "shared",
    ];

    public static readonly IReadOnlyList<string> Limits =
    [
        .. CamelCase<Metric>.Names,
        "level",
        "warnAt",
        "enforce",
    ];

    public static readonly IReadOnlyList<string> Limit = ["max", "level", "warnAt", "enforce"];

    public static readonly IReadOnlyList<string> Models = ["allow", "deny", "limits"];

    public static readonly IReadOnlyList<string> Rules = CamelCase<Rule>.Names;

    public static readonly IReadOnlyList<string> Prices = ["discount", "models"];

    public static readonly IReadOnlyList<string> TokenPrices =
    [
        .. TokenKind.Priced.Select(kind => kind.Name),
    ];

    public static readonly IReadOnlyList<string> ModelPrice =
    [
        "sameAs",
        .. TokenPrices,
        "batchMultiplier",
        "usInferenceMultiplier",
        "regionalMultiplier",
        "fast",
        "tiers",
    ];

    public static readonly IReadOnlyList<string> Tier = ["abovePromptTokens", .. TokenPrices];

    public static readonly IReadOnlyList<string> Shared =
    [
        "redis",
        "name",
        "onUnavailable",
        "perDay",
        "perMonth",
    ];

    public static readonly IReadOnlyList<string> PerDay = ["cost", "totalTokens", "calls"];

    /// <summary>What the history of runs adds up.</summary>
    public static readonly IReadOnlyList<string> PerMonth = ["cost"];

    public static readonly IReadOnlyList<string> Baseline = ["tolerance", "onlyNew"];

    /// <summary>Where a limit belongs that stands where none can; null for other keys.</summary>
    public static string? LimitHint(string key) =>
        Limits.Contains(key)
            ? "it stands in \"run\", \"test\", \"unattributed\" or under a pattern of \"tests\" or of \"models\".\"limits\""
            : null;
}
