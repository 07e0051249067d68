namespace CiBudget.NUnit.Tests;

[TestFixtureSource(typeof(DummyRun), nameof(DummyRun.Hosts))]
public sealed class AttributionTests(string host) : ServedFixture
{
    private const string Everywhere = "Dummy.Places.Everywhere";
    private DummyRun _run = null!;

    [OneTimeSetUp]
    public async Task Run() =>
        _run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Places",
            Server,
            RunDirectory()
        );

    [Test]
    public void All_tests_pass() => Assert.That(_run.ExitCode, Is.Zero, _run.Output);

    [TestCase("set-up-fixture", "Dummy.Places.Preparation")]
    [TestCase("set-up-fixture-tear-down", "Dummy.Places.Preparation")]
    [TestCase("one-time-set-up", Everywhere)]
    [TestCase("one-time-tear-down", Everywhere)]
    [TestCase("set-up", Everywhere + ".Set_up")]
    [TestCase("tear-down", Everywhere + ".Tear_down")]
    [TestCase("awaited", Everywhere + ".Awaited")]
    [TestCase("blocked", Everywhere + ".Blocked")]
    [TestCase("case-1", Everywhere + ".Cases(1)")]
    [TestCase("case-2", Everywhere + ".Cases(2)")]
    [TestCase("task-run", Everywhere + ".Task_run")]
    [TestCase("loop-a", Everywhere + ".Loop")]
    [TestCase("loop-b", Everywhere + ".Loop")]
    [TestCase("loop-c", Everywhere + ".Loop")]
    [TestCase("thread", Everywhere + ".New_thread")]
    [TestCase("retry-1", Everywhere + ".Retried")]
    [TestCase("retry-2", Everywhere + ".Retried", 1)]
    [TestCase("repeat-0", Everywhere + ".Repeated")]
    [TestCase("repeat-1", Everywhere + ".Repeated", 1)]
    [TestCase("outliving", Everywhere + ".Outlived")]
    [TestCase("no-context", null)]
    [TestCase("fixture-de", "Dummy.Places.Localised(\"de\").Greets")]
    [TestCase("constructor", "Dummy.Places.Constructed")]
    public void A_call_belongs_to_where_it_is_made(string place, string? name, int repetition = 0)
    {
        var entry = _run.Entries.Single(entry => entry.MessageId == "msg_" + place);

        Assert.Multiple(() =>
        {
            Assert.That(entry.Test?.Name, Is.EqualTo(name));
            Assert.That(entry.Test?.Repetition ?? 0, Is.EqualTo(repetition));
        });
    }

    [Test]
    public void Nothing_else_is_in_the_ledger() => Assert.That(_run.Entries, Has.Count.EqualTo(23));

    [Test]
    public void A_test_brings_its_fixture_assembly_and_every_category_above_it()
    {
        var test = _run.Entries.Single(entry => entry.MessageId == "msg_awaited").Test!;

        Assert.Multiple(() =>
        {
            Assert.That(test.Fixture, Is.EqualTo(Everywhere));
            Assert.That(test.Assembly, Does.StartWith("CiBudget.NUnit.Tests.Dummy"));
            Assert.That(
                test.Categories,
                Is.EquivalentTo(new[] { "Slow", "Fixture", "Integration" })
            );
        });
    }
}
