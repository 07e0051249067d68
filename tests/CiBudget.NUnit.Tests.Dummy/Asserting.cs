using CiBudget.NUnit;

namespace Dummy.Asserting;

public sealed class OnWhatWasUsed : ClaudeFixture
{
    [OneTimeSetUp]
    public async Task The_fixture_has_a_sum_of_its_own()
    {
        await Call.Send(Http, "v1/messages?place=fixture");
        Assert.That(Claude.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Numbers_are_of_this_test()
    {
        Assert.That(Usage.Calls, Is.Zero);
        await Call.Send(Http, "v1/messages?place=numbers");
        await Call.Send(Http, "v1/messages?place=numbers");

        Assert.Multiple(() =>
        {
            Assert.That(Usage.Calls, Is.EqualTo(2));
            Assert.That(Usage.InputTokens, Is.EqualTo(2000));
            Assert.That(Usage.OutputTokens, Is.EqualTo(400));
            Assert.That(Cost, Is.EqualTo(0.004m));
            Assert.That(Usage.Complete);
            Assert.That(RunUsage.Calls, Is.GreaterThanOrEqualTo(3));
            Assert.That(RunCost, Is.GreaterThanOrEqualTo(0.006m));
            Assert.That(Budget.Limits, Is.Not.Null);
            Assert.That(Claude.Usage, Is.WithinBudget("$0.004"));
            Assert.That(Claude.Usage, Within.Budget("$0.004", outputTokens: "0.4k", calls: 2));
        });
    }

    [Test]
    public async Task Over_says_by_how_much()
    {
        await Call.From("constraint");
        Assert.That(Claude.Usage, Within.Budget("$0.0015", calls: 1));
    }

    [Test]
    public void Code_without_a_test_has_no_sum()
    {
        Exception? caught = null;
        using var done = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                try
                {
                    caught =
                        Claude.Calls == 0 ? null : new InvalidOperationException("a sum of nobody");
                }
                catch (InvalidOperationException refused)
                {
                    caught = refused;
                }

                done.Set();
            },
            null
        );
        done.Wait();

        Assert.That(caught?.Message, Does.StartWith("No test is running here"));
    }
}
