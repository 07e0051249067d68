using NUnit.Framework;

namespace CiBudget.NUnit;

/// <summary>Lets C# 14 write <c>Is.WithinBudget("$0.01")</c>; elsewhere it is <see cref="Within.Budget"/>.</summary>
public static class BudgetConstraints
{
    extension(Is)
    {
        /// <summary>Holds when the cost is not above an amount of dollars, and is known.</summary>
        /// <param name="cost">US dollars: <c>"$0.01"</c>.</param>
        /// <exception cref="FormatException">It cannot be read.</exception>
        public static BudgetConstraint WithinBudget(string cost) => Within.Budget(cost);
    }
}
