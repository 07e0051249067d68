using CiBudget.Budgets;

namespace CiBudget.Capture;

/// <summary>
/// A call was refused before it left, because a limit would have been broken. It is neither an HttpRequestException nor an
/// OperationCanceledException, which the official SDK would wrap or repeat.
/// </summary>
/// <param name="limit">The limit without room.</param>
/// <param name="budgetPath">The budget file that it stands in; null when it stands in none.</param>
/// <param name="used">What was used of it, in the limit's unit.</param>
/// <param name="reserved">What calls in flight had reserved.</param>
/// <param name="asked">What this call asked for.</param>
/// <param name="message">The whole story in one line.</param>
public sealed class BudgetExceededException(
    Limit limit,
    string? budgetPath,
    decimal used,
    decimal reserved,
    decimal? asked,
    string message
) : CiBudgetException(message)
{
    /// <summary>The limit without room.</summary>
    public Limit Limit { get; } = limit;

    /// <summary>The budget file that it stands in; null when it stands in none.</summary>
    public string? BudgetPath { get; } = budgetPath;

    /// <summary>What was used of it, in the limit's unit.</summary>
    public decimal Used { get; } = used;

    /// <summary>What calls in flight had reserved, in the limit's unit.</summary>
    public decimal Reserved { get; } = reserved;

    /// <summary>What this call asked for, in the limit's unit; null when it could not be told.</summary>
    public decimal? Asked { get; } = asked;
}
