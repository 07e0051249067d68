namespace CiBudget.Redis.Tests;

/// <summary>A Redis that takes connections and does not answer: paused, swapped out, or behind a firewall that drops.</summary>
public sealed class SilentRedisTests
{
    private static readonly SpendAsk Ask = new(0, 1, 1_000, Stop: true, Spent: false);

    [Test]
    public void Calls_do_not_wait_for_it_one_after_another()
    {
        using var redis = new FakeRedis();
        using var spend = new RedisSpend(
            redis.Url,
            "shop",
            "run-1",
            patience: TimeSpan.FromMilliseconds(300)
        );

        for (var i = 0; i < 200; i++)
            Assert.That(() => spend.Reserve([Ask]), Throws.TypeOf<SharedLimitsException>());

        // The first call tried it, and a sign of life may have, every two seconds.
        Assert.That(redis.Connections, Is.LessThan(20));
    }

    [Test]
    public void Once_it_answers_again_calls_leave_again()
    {
        using var redis = new RedisServer();
        using var spend = new RedisSpend(
            redis.Url,
            "shop",
            "run-1",
            patience: TimeSpan.FromMilliseconds(500)
        );
        Assert.That(spend.Reserve([Ask]), Is.Null);
        redis.Pause();
        try
        {
            Assert.That(() => spend.Reserve([Ask]), Throws.TypeOf<SharedLimitsException>());
            spend.Settle([Ask], [1]);
        }
        finally
        {
            redis.Resume();
        }

        Assert.That(
            () =>
            {
                try
                {
                    return spend.Reserve([Ask with { Max = 2 }]) is null;
                }
                catch (SharedLimitsException)
                {
                    return false;
                }
            },
            Is.True.After(30_000, 50)
        );
        Assert.That(
            spend.Reserve([Ask with { Max = 2 }]),
            Is.EqualTo(new SpendRefusal(0, 1, 1)),
            "what was used meanwhile is counted"
        );
    }
}
