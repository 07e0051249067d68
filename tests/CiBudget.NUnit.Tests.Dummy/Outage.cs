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
    public async Task Third_handles_it()
    {
        try
        {
            await Product.Ask(100);
            Assert.Fail("The call was made.");
        }
        catch (CiBudget.BillingOutageException)
        {
            Assert.Pass();
        }
    }

    [Test, Replay("success")]
    public Task With_a_scenario_as_ever() => Product.Ask(100);
}
