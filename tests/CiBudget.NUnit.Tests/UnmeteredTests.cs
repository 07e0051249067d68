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
        var thrown = Assert.Catch<ResultStateException>(() =>
            new ClaudeBudgetAttribute { Cost = "$1" }.BeforeTest(
                TestExecutionContext.CurrentContext.CurrentTest
            )
        )!;

        Assert.Multiple(() =>
        {
            Assert.That(thrown.ResultState.Status, Is.EqualTo(TestStatus.Failed));
            Assert.That(
                thrown.Message,
                Does.StartWith(
                    "CIB013: this test cannot be held to its [ClaudeBudget]: its assembly is not metered;"
                )
            );
        });
    }
}
