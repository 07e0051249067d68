using System.Text;

namespace CiBudget.Tests;

public sealed class BudgetFileTests
{
    private static Budget Parse(string text) =>
        BudgetFile.Parse(Encoding.UTF8.GetBytes(text), "cibudget.json");

    [Test]
    public void The_shortest_budget_is_one_limit()
    {
        var budget = Parse("""{ "run": { "cost": "$0.50" } }""");

        Assert.That(
            budget.Limits,
            Is.EqualTo(
                new[]
                {
                    new Limit
                    {
                        Scope = LimitScope.Run,
                        Metric = Metric.Cost,
                        Max = 0.50m,
                        Position = new Position(1, 20),
                    },
                }
            )
        );
    }
}
