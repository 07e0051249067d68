using CiBudget.Pricing;

namespace CiBudget.Budgets;

/// <summary>Lays a budget file's prices on a sheet.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BudgetPrices
{
    /// <summary>The sheet with the budget file's prices and discount on top.</summary>
    /// <param name="prices">The sheet.</param>
    /// <param name="budget">The budget.</param>
    public static PriceSheet With(this PriceSheet prices, Budget budget) =>
        prices.With(budget.Prices, budget.Discount);
}
