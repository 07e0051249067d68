namespace CiBudget.Redis.Tests;

/// <summary>Whatever a server answers, only the documented answer lets a call leave.</summary>
public sealed class RedisAnswerTests
{
    private static readonly object?[]?[] NoAnswers =
    [
        null,
        Array.Empty<object>(),
        List("granted"),
        List("granted", 0L),
        List("granted", "1"),
        List("granted", 1.0),
        List("granted", null),
        List("granted", 1L, 1L),
        List("GRANTED", 1L),
        List((object)List("granted", 1L)),
        List("granted", (object)List(1L)),
        List(1L, 2L, 3L),
        List("refused", 1L),
        List("refused", 1L, 2L, 0L, 0L),
        List("refused", 1L, -1L, 0L, 0L),
        List("refused", 1L, "0", 0L, 0L),
        List("refused", 1L, 0L, List(0L), 0L),
        List("written", 1L),
        List("sums", 1L),
        List("epochs", 1L, "e"),
        List("lost", 1L),
    ];

    [Test]
    public void What_is_not_documented_grants_nothing()
    {
        foreach (var answer in NoAnswers)
            Assert.That(
                () => RedisAnswer.Reserved(answer, asks: 2, out _),
                Throws.TypeOf<RedisFault>().With.Message.Contains("is not believed"),
                string.Join(' ', answer ?? ["(no list)"])
            );
    }

    [Test]
    public void What_is_documented_grants_or_refuses()
    {
        Assert.That(RedisAnswer.Reserved(List("granted", 7L), 1, out var granted), Is.EqualTo(7));
        Assert.That(granted, Is.Null);
        Assert.That(
            RedisAnswer.Reserved(List("refused", 7L, 1L, 20L, 30L), 2, out var refused),
            Is.EqualTo(7)
        );
        Assert.That(refused, Is.EqualTo((1, 20L, 30L)));
    }

    [Test]
    public void Sums_are_as_many_as_were_asked_for_and_none_is_negative()
    {
        Assert.That(RedisAnswer.Sums(List("sums", 7L, 1L, 0L), 2), Is.EqualTo(new[] { 1L, 0L }));
        foreach (
            var answer in new[]
            {
                List("sums", 7L, 1L),
                List("sums", 7L, 1L, 2L, 3L),
                List("sums", 7L, 1L, "2"),
                List("sums", 7L, 1L, -2L),
                List("sums", 7L, 1L, null),
            }
        )
            Assert.That(() => RedisAnswer.Sums(answer, 2), Throws.TypeOf<RedisFault>());
    }

    [TestCase("+OK\r\n")]
    [TestCase(":1\r\n")]
    [TestCase("$-1\r\n")]
    [TestCase("*0\r\n")]
    [TestCase("*-1\r\n")]
    [TestCase("*1\r\n*2\r\n$7\r\ngranted\r\n:1\r\n")]
    [TestCase("*2\r\n$7\r\ngranted\r\n*1\r\n:1\r\n")]
    [TestCase("*2\r\n$7\r\ngranted\r\n$1\r\n1\r\n")]
    [TestCase("*2\r\n$7\r\ngranted\r\n-ERR no\r\n")]
    [TestCase(",1.5\r\n")]
    [TestCase("#t\r\n")]
    [TestCase("(12345678901234567890\r\n")]
    [TestCase("%1\r\n$7\r\ngranted\r\n:1\r\n+x\r\n+y\r\n")]
    [TestCase("-ERR something is wrong\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\n")]
    [TestCase("\0\0\0\0")]
    public void Off_the_wire_it_is_the_same(string answer)
    {
        using var redis = new FakeRedis { Answer = answer };
        using var spend = new RedisSpend(redis.Url, "shop", "run-1");

        Assert.That(
            () => spend.Reserve([new SpendAsk(0, 1, 100, Stop: true, Spent: false)]),
            Throws.TypeOf<SharedLimitsException>().With.Message.StartsWith("CIB024: ")
        );
    }

    [Test]
    public void An_error_text_of_a_server_is_no_command_of_the_console()
    {
        using var redis = new FakeRedis { Answer = "-ERR \u001b[31m##vso[task.complete]\r\n" };
        using var spend = new RedisSpend(redis.Url, "shop", "run-1");

        Assert.That(
            () => spend.Reserve([new SpendAsk(0, 1, 100, Stop: true, Spent: false)]),
            Throws
                .TypeOf<SharedLimitsException>()
                .With.Message.Not.Contains("\u001b")
                .And.Message.Not.Contains("##vso[")
        );
    }

    private static object?[] List(params object?[] items) => items;
}
