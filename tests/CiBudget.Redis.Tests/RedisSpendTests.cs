namespace CiBudget.Redis.Tests;

/// <summary>Limits that machines share, against a real Redis.</summary>
public sealed class RedisSpendTests
{
    private RedisServer _server = null!;

    [SetUp]
    public void Start() => _server = new RedisServer();

    [TearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public void Two_machines_hold_one_limit_together()
    {
        using var one = Open();
        using var two = Open();

        Assert.That(one.Reserve([Ask(60)]), Is.Null);
        Assert.That(two.Reserve([Ask(60)]), Is.EqualTo(new SpendRefusal(0, 0, 60)));
        one.Settle([Ask(60)], [25]);
        Assert.That(two.Reserve([Ask(60)]), Is.Null);
        Assert.That(one.Reserve([Ask(60)]), Is.EqualTo(new SpendRefusal(0, 25, 60)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Tests_that_hold_all_threads_of_the_pool_do_not_keep_redis_waiting(bool isConnected)
    {
        using var spend = Open();
        using var end = new ManualResetEventSlim();
        if (isConnected)
            Assert.That(spend.Reserve([Ask(1)]), Is.Null);
        var waiting = Enumerable.Range(0, 200).Select(_ => Task.Run(end.Wait)).ToArray();
        try
        {
            for (var i = 0; i < 20; i++)
                Assert.That(spend.Reserve([Ask(1)]), Is.Null);
        }
        finally
        {
            end.Set();
            Task.WaitAll(waiting);
        }
    }

    [Test]
    public void All_counters_or_none_are_reserved()
    {
        using var spend = Open();

        Assert.That(
            spend.Reserve([Ask(10), Ask(101) with { Counter = 1 }])!.Counter,
            Is.EqualTo(1)
        );
        Assert.That(spend.Reserve([Ask(100)]), Is.Null, "counter 0 was left as it was");
    }

    [Test]
    public void Sixteen_callers_on_two_machines_never_overshoot_although_redis_is_restarted_in_the_middle()
    {
        using var one = Open();
        using var two = Open();
        var granted = 0;
        var refused = 0;
        var away = 0;

        void Call(RedisSpend machine)
        {
            try
            {
                // A call of 1 of 100, used in full.
                if (machine.Reserve([Ask(1)]) is not null)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }
                Interlocked.Increment(ref granted);
                machine.Settle([Ask(1)], [1]);
            }
            catch (SharedLimitsException)
            {
                Interlocked.Increment(ref away);
            }
        }

        void Calls(int count) =>
            Parallel.For(
                0,
                count,
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                i => Call(i % 2 == 0 ? one : two)
            );

        Calls(40);
        var restart = Task.Run(() =>
        {
            _server.Stop();
            _server.Start();
        });
        while (!restart.IsCompleted)
            Calls(2);
        restart.GetAwaiter().GetResult();
        Calls(200);

        Assert.That(granted, Is.EqualTo(100), $"{refused} refused, {away} while Redis was away");
        Assert.That(refused, Is.Positive);
    }

    [Test]
    public void While_redis_is_away_no_call_leaves_and_the_reason_names_it_without_its_password()
    {
        using var secured = new RedisServer("hunter2");
        using var spend = Open(secured.Url);
        Assert.That(spend.Reserve([Ask(1)]), Is.Null, "logged in");
        secured.Stop();

        Assert.That(
            () => spend.Reserve([Ask(1)]),
            Throws
                .TypeOf<SharedLimitsException>()
                .With.Message.Match(
                    @"^CIB024: a call was refused before it left: the shared limits cannot be asked: redis://127\.0\.0\.1:\d+/1: "
                )
                .And.Message.Not.Contains("hunter2")
        );
        secured.Start();
        Assert.That(spend.Reserve([Ask(1)]), Is.Null, "it is back");
    }

    [Test]
    public void Where_the_budget_says_so_a_machine_goes_on_with_its_share_and_says_why()
    {
        var said = new List<string>();
        using var other = Open();
        using var machine = new LocalShareSpend(Open(), new LocalSpend(), machines: 2, said.Add);
        Assert.That(machine.Reserve([Ask(20)]), Is.Null);
        _server.Stop();

        Assert.That(machine.Reserve([Ask(30)]), Is.Null, "50 is half of 100");
        Assert.That(machine.Reserve([Ask(1)]), Is.EqualTo(new SpendRefusal(0, 0, 50)));
        Assert.That(said, Has.Count.EqualTo(1));
        machine.Settle([Ask(30)], [30]);

        _server.Start();
        Assert.That(machine.Reserve([Ask(1)]), Is.Null);
        Assert.That(
            other.Reserve([Ask(100)]),
            Is.EqualTo(new SpendRefusal(0, 30, 21)),
            "told Redis what it missed"
        );
    }

    [Test]
    public void A_redis_that_comes_back_without_its_counts_is_not_believed()
    {
        using var spend = Open();
        Assert.That(spend.Reserve([Ask(100)]), Is.Null);
        _server.Stop();
        _server.Forget();
        _server.Start();

        Assert.That(
            () => spend.Reserve([Ask(1)]),
            Throws
                .TypeOf<SharedLimitsException>()
                .With.Message.Contains("has lost the counts of this run")
        );
        using var next = Open();
        Assert.That(() => next.Reserve([Ask(1)]), Throws.TypeOf<SharedLimitsException>());
    }

    [Test]
    public void A_dead_process_gives_back_what_it_had_reserved_and_keeps_what_it_had_used()
    {
        var dead = Open(deadAfter: TimeSpan.FromMilliseconds(200));
        dead.Reserve([Ask(50)]);
        dead.Settle([Ask(50)], [30]);
        dead.Reserve([Ask(60)]);
        dead.Abandon();
        using var survivor = Open(deadAfter: TimeSpan.FromMilliseconds(200));

        Assert.That(() => survivor.Reserve([Ask(70)]), Is.Null.After(10_000, 20));
        Assert.That(survivor.Reserve([Ask(1)]), Is.EqualTo(new SpendRefusal(0, 30, 70)));
    }

    [Test]
    public void A_day_is_summed_over_all_runs_also_those_that_ended_and_those_that_could_not_say_so_at_once()
    {
        using (var yesterdays = Open(run: "earlier-run", rollingFrom: 1))
        {
            yesterdays.Reserve([Ask(30) with { Counter = 1 }]);
            yesterdays.Settle([Ask(30) with { Counter = 1 }], [20]);
        }
        using var one = Open(rollingFrom: 1);
        one.Reserve([Ask(30) with { Counter = 1 }]);
        _server.Stop();
        one.Settle([Ask(30) with { Counter = 1 }], [3]);
        Assert.That(one.Rolling(), Is.Null, "Redis is away");
        _server.Start();

        Assert.That(one.Rolling(), Is.EqualTo(new[] { 23L }));
    }

    [TestCase("http://127.0.0.1:6379")]
    [TestCase("127.0.0.1:6379")]
    [TestCase("redis://127.0.0.1:6379/x")]
    public void What_is_no_address_is_refused_without_repeating_it(string url) =>
        Assert.That(
            () => Open(url),
            Throws.TypeOf<FormatException>().With.Message.Not.Contains(url)
        );

    private RedisSpend Open(
        string? url = null,
        string run = "run-1",
        int rollingFrom = int.MaxValue,
        TimeSpan? deadAfter = null
    ) => new(url ?? _server.Url, "shop", run, rollingFrom, ["cost"], null, deadAfter);

    private static SpendAsk Ask(long amount) => new(0, amount, 100, Stop: true, Spent: false);
}
