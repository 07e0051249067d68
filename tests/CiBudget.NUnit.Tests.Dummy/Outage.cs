using CiBudget.NUnit;
using Dummy.Enforced;

namespace Dummy.Outage;

/// <summary>NUnit runs them in the order of their names.</summary>
[NonParallelizable]
public sealed class WithoutMoney
{
    [Test]
    public Task First_meets_the_outage() => Product.Ask(100);

    [Test]
    public Task Second_comes_after_it() => Product.Ask(100);

    [Test]
    public void Third_handles_it() =>
        Assert.That(
            () => Product.Ask(100),
            Throws.TypeOf<CiBudget.Capture.BillingOutageException>()
        );

    [Test, Replay("success")]
    public Task With_a_scenario_as_ever() => Product.Ask(100);
}
