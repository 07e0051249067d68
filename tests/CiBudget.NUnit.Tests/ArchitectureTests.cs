using CiBudget.Tests;

namespace CiBudget.NUnit.Tests;

public sealed class ArchitectureTests
{
    [TestCase(typeof(TestSpend))]
    [TestCase(typeof(Capture.ClaudeMeter))]
    public void Harness_and_capture_add_no_counters_and_price_no_call(Type one) =>
        Assert.Multiple(() =>
        {
            Assert.That(OneArithmetic.PricingElsewhere(one.Assembly), Is.Empty);
            Assert.That(OneArithmetic.PricingCallsElsewhere(one.Assembly), Is.Empty);
            Assert.That(OneArithmetic.AddingElsewhere(one.Assembly), Is.Empty);
        });
}
