using CiBudget.NUnit;

namespace Dummy.Limited;

public sealed class OfATest
{
    private static HttpResponseMessage? s_unread;

    [OneTimeTearDown]
    public void Close() => s_unread?.Dispose();

    [Test, ClaudeBudget(Cost = "$0.002", OutputTokens = "200", Calls = 1)]
    public Task Exactly() => Call.From("exactly");

    [Test, ClaudeBudget(Cost = "$0.0015", OutputTokens = "0.1k")]
    public Task Over() => Call.From("over");

    [Test, ClaudeBudget(Calls = 0)]
    public async Task Over_and_wrong()
    {
        await Call.From("over-and-wrong");
        Assert.Fail("its own reason");
    }

    [Test, Retry(3), ClaudeBudget(Calls = 0)]
    public async Task Not_retried()
    {
        await Call.From("not-retried");
        Assert.Fail("its own reason");
    }

    [Test, Repeat(3), ClaudeBudget(Calls = 2)]
    public Task Repetitions_count_together() => Call.From("repeated");

    [Test, ClaudeBudget(Cost = "$1")]
    public Task Unpriced() => Call.Odd("place=unpriced", model: "claude-nobody-knows-1");

    [Test, ClaudeBudget(OutputTokens = "1M")]
    public Task Without_usage() => Call.Odd("place=without-usage&usage=0");

    [Test, ClaudeBudget(Cost = "$1")]
    public async Task Under_way() => s_unread = await Call.Begin("under-way");

    [Test, ClaudeBudget(Cost = "20 cents")]
    public Task Unreadable() => Call.From("unreadable");

    [Test, ClaudeBudget(FailedCalls = 0)]
    public Task Failed() => Call.Odd("place=failed&status=529");

    [Test]
    public Task Unlimited() => Call.From("unlimited");
}

[ClaudeBudget(Calls = 1)]
public sealed class OfEachTestInAFixture
{
    [TearDown]
    public Task After() =>
        TestContext.CurrentContext.Test.MethodName == nameof(Once_and_in_tear_down)
            ? Call.From("tear-down")
            : Task.CompletedTask;

    [Test]
    public Task Once() => Call.From("once");

    [TestCase(1), TestCase(2)]
    public Task Once_for_each_case(int number) => Call.From("case-" + number);

    [Test]
    public Task Once_and_in_tear_down() => Call.From("before-tear-down");

    [Test, ClaudeBudget(Calls = 2)]
    public async Task Twice_is_allowed_here()
    {
        await Call.From("first");
        await Call.From("second");
    }
}
