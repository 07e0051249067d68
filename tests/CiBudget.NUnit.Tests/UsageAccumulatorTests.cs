namespace CiBudget.NUnit.Tests;

/// <summary>claude-haiku-4-5: $1 a million input tokens, $5 a million output tokens.</summary>
public sealed class UsageAccumulatorTests
{
    private static readonly TestIdentity One = new() { Name = "One" };
    private static readonly TestIdentity Other = new() { Name = "Other" };

    [Test]
    public void Each_test_has_its_own_sum_and_the_run_has_all()
    {
        var tally = Tally();

        tally.Observe(Priced(Entry(One)));
        tally.Observe(Priced(Entry(One with { Repetition = 1 })));
        tally.Observe(Priced(Entry(Other)));
        tally.Observe(Priced(Entry(null)));

        Assert.Multiple(() =>
        {
            Assert.That(tally.Get(One).Calls, Is.EqualTo(2));
            Assert.That(tally.Get(One).Cost, Is.EqualTo(0.004m));
            Assert.That(tally.Get(Other).TotalTokens, Is.EqualTo(1200));
            Assert.That(tally.Run().Calls, Is.EqualTo(4));
            Assert.That(tally.Run().Cost, Is.EqualTo(0.008m));
        });
    }

    [Test]
    public void A_replayed_call_is_free_unless_the_budget_counts_it()
    {
        var free = Tally();
        var counted = Tally(ReplayedCalls.Counted);

        free.Observe(Priced(Entry(One) with { Replayed = true }));
        counted.Observe(Priced(Entry(One) with { Replayed = true }));

        Assert.Multiple(() =>
        {
            Assert.That((free.Get(One).Cost, free.Get(One).OutputTokens), Is.EqualTo((0m, 0L)));
            Assert.That(free.Get(One).Totals.AvoidedUsd, Is.EqualTo(0.002m));
            Assert.That(
                (counted.Get(One).Cost, counted.Get(One).OutputTokens),
                Is.EqualTo((0.002m, 200L))
            );
        });
    }

    [Test]
    public void A_refused_call_is_no_call()
    {
        var tally = Tally();

        tally.Observe(
            Priced(Entry(One) with { Outcome = CallOutcome.Refused, Status = null, Usage = [] })
        );

        Assert.That(
            (
                tally.Get(One).Calls,
                tally.Get(One).Totals.FailedCalls,
                tally.Get(One).Totals.RefusedCalls
            ),
            Is.EqualTo((0L, 0L, 1L))
        );
    }

    [Test]
    public void A_message_of_a_batch_counts_once_however_often_it_is_fetched()
    {
        var tally = Tally();
        var message = Entry(One) with { IsCall = false, MessageId = "msg_1" };

        tally.Observe(Priced(message));
        tally.Observe(Priced(message));

        Assert.That((tally.Get(One).Calls, tally.Get(One).Cost), Is.EqualTo((0L, 0.002m)));
    }

    [TestCase(true, false, false)]
    [TestCase(false, true, false)]
    [TestCase(false, false, true)]
    public void What_is_not_known_makes_a_sum_incomplete(bool cut, bool unpriced, bool withoutUsage)
    {
        var tally = Tally();
        var entry = Entry(One);
        if (cut)
            entry = entry with { Complete = false };
        if (unpriced)
            entry = entry with
            {
                Usage = [entry.Usage[0] with { Model = "claude-nobody-knows-1" }],
            };
        if (withoutUsage)
            entry = entry with { Usage = [] };

        tally.Observe(Priced(entry));

        var spend = tally.Get(One);
        Assert.That(
            (spend.Complete, spend.Totals.LowerBound, spend.Unpriced, spend.Unmeasured),
            Is.EqualTo((false, cut, unpriced ? 1L : 0L, withoutUsage ? 1L : 0L))
        );
    }

    [Test]
    public void Nothing_is_lost_when_many_threads_call()
    {
        var tally = Tally();

        Parallel.For(0, 2_000, call => tally.Observe(Priced(Entry(call % 2 == 0 ? One : Other))));

        Assert.That(
            (tally.Get(One).Calls, tally.Get(Other).Cost, tally.Run().Calls),
            Is.EqualTo((1_000L, 2.000m, 2_000L))
        );
    }

    [Test]
    public void A_new_run_in_the_same_process_starts_at_nothing()
    {
        var tally = Tally();
        tally.Observe(Priced(Entry(One)));

        tally.Clear();

        Assert.That((tally.Get(One).Calls, tally.Run().Cost), Is.EqualTo((0L, 0m)));
    }

    private static UsageAccumulator Tally(ReplayedCalls replayed = ReplayedCalls.Free) =>
        new(replayed);

    private static PricedEntry Priced(LedgerEntry entry) => new(entry, PriceSheet.Embedded);

    private static LedgerEntry Entry(TestIdentity? test) =>
        new()
        {
            Test = test,
            Endpoint = ClaudeEndpoint.Messages,
            Status = 200,
            Usage =
            [
                new Usage
                {
                    Model = "claude-haiku-4-5",
                    InputTokens = 1000,
                    OutputTokens = 200,
                },
            ],
        };
}
