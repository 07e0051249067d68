[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(16)]
[assembly: Category("Integration")]

namespace Dummy.Places;

[SetUpFixture]
public sealed class Preparation
{
    [OneTimeSetUp]
    public Task Prepare() => Call.From("set-up-fixture");

    [OneTimeTearDown]
    public Task CleanUp() => Call.From("set-up-fixture-tear-down");
}

[Category("Fixture")]
public sealed class Everywhere
{
    private static readonly TaskCompletionSource Later = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private static Task s_outliving = Task.CompletedTask;

    private static int s_retries;

    [OneTimeSetUp]
    public Task Once() => Call.From("one-time-set-up");

    [OneTimeTearDown]
    public async Task AtTheEnd()
    {
        Later.SetResult();
        await s_outliving;
        await Call.From("one-time-tear-down");
    }

    [SetUp]
    public Task Before() => Runs(nameof(Set_up)) ? Call.From("set-up") : Task.CompletedTask;

    [TearDown]
    public Task After() => Runs(nameof(Tear_down)) ? Call.From("tear-down") : Task.CompletedTask;

    [Test]
    public void Set_up() => Assert.Pass();

    [Test]
    public void Tear_down() => Assert.Pass();

    [Test, Category("Slow")]
    public Task Awaited() => Call.From("awaited");

    [Test]
    public void Blocked() => Call.From("blocked").Wait();

    [TestCase(1)]
    [TestCase(2)]
    public Task Cases(int number) => Call.From("case-" + number);

    [Test]
    public Task Task_run() => Task.Run(() => Call.From("task-run"));

    [Test]
    public Task Loop() =>
        Parallel.ForEachAsync(["a", "b", "c"], async (item, _) => await Call.From("loop-" + item));

    [Test]
    public void New_thread()
    {
        var thread = new Thread(() => Call.From("thread").Wait());
        thread.Start();
        thread.Join();
    }

    [Test, Retry(3)]
    public async Task Retried()
    {
        var attempt = Interlocked.Increment(ref s_retries);
        await Call.From("retry-" + attempt);
        Assert.That(attempt, Is.EqualTo(2));
    }

    [Test, Repeat(2)]
    public Task Repeated() => Call.From("repeat-" + TestContext.CurrentContext.CurrentRepeatCount);

    [Test]
    public void Outlived() =>
        s_outliving = Task.Run(async () =>
        {
            await Later.Task;
            await Call.From("outliving");
        });

    [Test]
    public void Without_context()
    {
        using var done = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                Call.From("no-context").Wait();
                done.Set();
            },
            null
        );
        done.Wait();
    }

    private static bool Runs(string test) => TestContext.CurrentContext.Test.MethodName == test;
}

[TestFixture("de")]
public sealed class Localised(string language)
{
    [Test]
    public Task Greets() => Call.From("fixture-" + language);
}

public sealed class Constructed
{
    private readonly Task _made = Call.From("constructor");

    [Test]
    public Task Waits() => _made;
}
