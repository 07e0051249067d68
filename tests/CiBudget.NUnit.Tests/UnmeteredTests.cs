using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit.Tests;

/// <summary>This assembly is not metered itself.</summary>
public sealed class UnmeteredTests
{
    [Test]
    public void Nothing_is_not_zero() =>
        Assert.That(
            () => Claude.Usage,
            Throws.InvalidOperationException.With.Message.Contains(
                "[assembly: CiBudget.NUnit.ClaudeMetered]"
            )
        );

    [Test]
    public void A_test_with_a_budget_fails_before_it_spends()
    {
        string message;
        ResultState state;
        using (new TestExecutionContext.IsolatedContext())
        {
            new ClaudeBudgetAttribute { Cost = "$1" }.BeforeTest(
                TestExecutionContext.CurrentContext.CurrentTest
            );
            var result = TestExecutionContext.CurrentContext.CurrentResult;
            (message, state) = (result.Message, result.ResultState);
        }

        Assert.Multiple(() =>
        {
            Assert.That(state.Status, Is.EqualTo(TestStatus.Failed));
            Assert.That(
                message,
                Does.StartWith(
                    "CIB013: this test cannot be held to its [ClaudeBudget]: its assembly is not metered;"
                )
            );
        });
    }
}
