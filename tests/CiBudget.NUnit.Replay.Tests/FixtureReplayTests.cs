namespace Replaying;

[Replay("payment-required")]
public sealed class FixtureReplayTests
{
    private int _inSetUp;

    [OneTimeSetUp]
    public async Task Ask_once() => _inSetUp = await Product.AskPlainlyAsync();

    [Test]
    public async Task The_fixtures_scenario_holds_for_its_tests_and_its_set_up()
    {
        Assert.That(await Product.AskPlainlyAsync(), Is.EqualTo(402));
        Assert.That(_inSetUp, Is.EqualTo(402));
        Assert.That(Replay.Calls, Has.Count.EqualTo(1), "the set-up's call is not this test's");
    }

    [Test]
    [Replay("success")]
    public async Task A_tests_own_scenario_comes_first() =>
        Assert.That(await Product.AskPlainlyAsync(), Is.EqualTo(200));
}
