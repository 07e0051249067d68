namespace CiBudget.NUnit.Tests;

/// <summary>What each call costs is in the dummy: 1,000 input and 200 output tokens at $1 and $5 a million are $0.002.</summary>
[TestFixture("VSTest, NUnit 5")]
[TestFixture("MTP, NUnit 4")]
public sealed class TestBudgetTests(string host) : ServedFixture
{
    private const string Test = "CIB026: Dummy.Limited.OfATest.";
    private const string Fixture = "CIB026: Dummy.Limited.OfEachTestInAFixture.";
    private const string OneCall =
        "It used $0.0020 in 1 call (1,000 input, 0 cache write, 0 cache read, 200 output tokens).";
    private DummyRun _run = null!;

    [OneTimeSetUp]
    public async Task Run() =>
        _run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Limited",
            Server,
            RunDirectory()
        );

    [TestCase(Test + "Over used $0.0020, $0.0005 over its limit of $0.0015. " + OneCall)]
    [TestCase(Test + "Over used 200 output tokens, 100 over its limit of 100. " + OneCall)]
    [TestCase(Test + "Over_and_wrong used 1 call, 1 over its limit of 0. " + OneCall)]
    [TestCase("its own reason")]
    [TestCase(
        Test
            + "Repetitions_count_together used 3 calls, 1 over its limit of 2. It used $0.0060 in 3 calls (3,000 input, 0 cache write, 0 cache read, 600 output tokens)."
    )]
    [TestCase(
        Test
            + "Unpriced cannot be held to its limit of $1.0000: 1 call has no price; add the model under \"prices\" in the budget file. It used $0.0000 in 1 call (1,000 input, 0 cache write, 0 cache read, 200 output tokens)."
    )]
    [TestCase(
        Test
            + "Without_usage cannot be held to its limit of 1,000,000 output tokens: 1 call brought no usage. It used $0.0000 in 1 call (0 input, 0 cache write, 0 cache read, 0 output tokens)."
    )]
    [TestCase(
        Test
            + "Under_way cannot be held to its limit of $1.0000: 1 call had not ended; await it and dispose its answer. It used $0.0000 in 0 calls (0 input, 0 cache write, 0 cache read, 0 output tokens)."
    )]
    [TestCase(
        "[ClaudeBudget] of this test cannot be read: Cost: expected dollars such as \"$0.50\", found \"20 cents\""
    )]
    [TestCase(
        Test
            + "Failed used 1 failed call, 1 over its limit of 0. It used $0.0000 in 1 call (0 input, 0 cache write, 0 cache read, 0 output tokens)."
    )]
    [TestCase(
        Fixture
            + "Once_and_in_tear_down used 2 calls, 1 over its limit of 1. It used $0.0040 in 2 calls (2,000 input, 0 cache write, 0 cache read, 400 output tokens)."
    )]
    public void A_test_over_its_budget_says_how_much(string line) =>
        Assert.That(_run.Lines, Has.Some.EqualTo(line), _run.Output);

    [Test]
    public void Tests_within_their_budgets_pass()
    {
        // Over, Over_and_wrong, Not_retried, Repetitions…, Unpriced, Without_usage, Under_way, Unreadable, Failed; Once_and_in_tear_down.
        // On the test platform one more: the gate, because of what is not known.
        var failed = host.StartsWith("MTP", StringComparison.Ordinal) ? 11 : 10;
        Assert.That(
            _run.Lines,
            Has.Some.Match($"[Ff]ailed: +{failed}\\b")
                .And.Some.Match("([Pp]assed|succeeded): +6\\b"),
            _run.Output
        );
    }

    [Test]
    public void A_test_over_its_budget_is_not_retried() =>
        Assert.That(
            _run.Entries.Count(entry => entry.MessageId == "msg_not-retried"),
            Is.EqualTo(1)
        );

    [Test]
    public void A_test_whose_budget_cannot_be_read_spends_nothing() =>
        Assert.That(
            _run.Entries,
            Has.None.Matches<LedgerEntry>(entry => entry.MessageId == "msg_unreadable")
        );
}
