using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>A limit and how much of it a run used.</summary>
public sealed record LimitUse
{
    /// <summary>The limit.</summary>
    public Limit Limit { get; init; } = new();

    /// <summary>Used, in the limit's unit: the sum for a run, the most expensive test for a limit on each test.</summary>
    public decimal Used { get; init; }

    /// <summary>True when <see cref="Used"/> is a lower bound.</summary>
    public bool LowerBound { get; init; }

    /// <summary>Which test used that much, for a limit on each test; null otherwise or when no test made a call.</summary>
    public string? Subject { get; init; }

    /// <summary>How many tests broke it (1 or 0 for limits that are not on tests).</summary>
    public int Broken { get; init; }

    /// <summary>The names of the tests that broke it; empty for limits that are not on tests.</summary>
    internal IReadOnlyList<string> BrokenBy { get; init; } = [];

    /// <summary>The tests or models that used most of it, most expensive first, at most three.</summary>
    public IReadOnlyList<Spender> TopSpenders { get; init; } = [];

    /// <summary><see cref="Used"/> as a share of the limit, 1 at the limit; null when the limit is zero and something was used.</summary>
    public decimal? Share =>
        Limit.Max > 0 ? Used / Limit.Max
        : Used == 0 ? 0m
        : null;

    /// <summary>True when more was used than is allowed.</summary>
    public bool Over => Used > Limit.Max;
}
