using CiBudget.NUnit;

namespace Dummy.Replaying;

public sealed class Uncovered
{
    [Test]
    public Task Calls_the_real_one() => Call.From("uncovered");

    [Test]
    [Replay("success")]
    public Task Is_covered() => Call.From("covered");
}

[Replay("paymnt-required")]
public sealed class Misspelt
{
    [OneTimeSetUp]
    public Task Call_in_set_up() => Call.From("misspelt-set-up");

    [Test]
    public Task Calls() => Call.From("misspelt");
}

public sealed class MisspeltTest
{
    [Test]
    [Replay("paymnt-required")]
    public Task Calls() => Call.From("misspelt-test");
}

[Replay("success")]
public sealed class Unvisited
{
    [Test]
    public void Calls_nobody() => Assert.Pass();

    [Test]
    public Task Calls() => Call.From("visited");
}
