using System.Reflection;
using CiBudget.Tests;

namespace CiBudget.Tool.Tests;

public sealed class ArchitectureTests
{
    [TestCase("CiBudget.Tool")]
    [TestCase("CiBudget.Replay")]
    public void Nobody_but_the_core_adds_counters_or_prices_a_call(string name) =>
        Assert.Multiple(() =>
        {
            var assembly = Assembly.Load(name);
            Assert.That(OneArithmetic.PricingElsewhere(assembly), Is.Empty);
            Assert.That(OneArithmetic.PricingCallsElsewhere(assembly), Is.Empty);
            Assert.That(OneArithmetic.AddingElsewhere(assembly), Is.Empty);
        });
}
