using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit.Tests;

public sealed class TestAttributionTests
{
    /// <summary>NUnit's bag adds a key that is looked up, and is not made for several threads.</summary>
    [Test]
    public void Asking_for_a_test_writes_nothing_into_the_properties_that_parallel_tests_share()
    {
        var fixture = new TestSuite("Fixture");
        var test = new TestSuite("Test");
        fixture.Add(test);
        test.Properties.Add(PropertyNames.Category, "Slow");

        var identity = TestAttribution.Get(test);

        Assert.That(identity.Categories, Is.EqualTo(["Slow"]));
        Assert.That(fixture.Properties.Keys, Is.Empty);
    }
}
