using FreeRedis;

namespace CiBudget.Redis.Tests;

/// <summary>A Redis behind a sentinel, a cluster, and a user of its own.</summary>
public sealed class TopologyTests
{
    private static readonly SpendAsk Ask = new(0, 60, 100, Stop: true, Spent: false);

    [Test]
    public void A_sentinel_is_asked_for_its_master()
    {
        using var master = new RedisServer();
        using var sentinel = RedisServer.Sentinel("mymaster", master);
        var url = $"redis://127.0.0.1:{sentinel.Port}/1?sentinel=mymaster";
        using var one = new RedisSpend(url, "shop", "run-1");
        using var two = new RedisSpend(url, "shop", "run-1");

        Assert.That(one.Reserve([Ask]), Is.Null);
        Assert.That(two.Reserve([Ask]), Is.EqualTo(new SpendRefusal(0, 0, 60)));
        using var seen = new RedisSpend(master.Url, "shop", "run-1");
        Assert.That(
            seen.Reserve([Ask]),
            Is.EqualTo(new SpendRefusal(0, 0, 60)),
            "it is in that master"
        );
    }

    [Test]
    public void A_cluster_holds_the_run_and_its_windows_on_one_node()
    {
        using var node = new RedisServer(options: ["--cluster-enabled", "yes"]);
        using (var admin = new RedisClient($"127.0.0.1:{node.Port}"))
            admin.Call(
                new CommandPacket("CLUSTER").Input("ADDSLOTSRANGE").Input("0").Input("16383")
            );
        var url = $"redis://127.0.0.1:{node.Port}?cluster=true";
        using var one = new RedisSpend(url, "shop", "run-1", 1, ["cost"]);
        using var two = new RedisSpend(url, "shop", "run-1", 1, ["cost"]);

        Assert.That(() => one.Reserve([Ask, Ask with { Counter = 1 }]), Is.Null.After(20_000, 50));
        Assert.That(two.Reserve([Ask]), Is.EqualTo(new SpendRefusal(0, 0, 60)));
    }

    [Test]
    public void A_user_logs_in_under_its_name()
    {
        using var server = new RedisServer();
        using (var admin = new RedisClient($"127.0.0.1:{server.Port}"))
            admin.Call(
                new CommandPacket("ACL")
                    .Input("SETUSER", "ci", "on", ">p@ss:w/rd")
                    .Input("~*", "+@all")
            );

        using var spend = new RedisSpend(
            $"redis://ci:p%40ss%3Aw%2Frd@127.0.0.1:{server.Port}/1",
            "shop",
            "run-1"
        );
        using var wrong = new RedisSpend(
            $"redis://ci:wr0ng-one@127.0.0.1:{server.Port}/1",
            "shop",
            "run-1"
        );

        Assert.That(spend.Reserve([Ask]), Is.Null);
        Assert.That(
            () => wrong.Reserve([Ask]),
            Throws
                .TypeOf<SharedLimitsException>()
                .With.Message.Contains("WRONGPASS")
                .And.Message.Not.Contains("wr0ng-one")
        );
    }

    [TestCase("redis://a?cluster=yes", "an option that is not known")]
    [TestCase("redis://a?ca=x.pem", "an option that is not known")]
    [TestCase("redis://a?host=b:1", "several hosts")]
    [TestCase("redis://a?sentinel=m&cluster=true", "a sentinel and a cluster")]
    [TestCase("redis://a/2?cluster=true", "only database 0")]
    [TestCase("redis://a?sentinel=m&host=", "an option that is not known")]
    public void What_cannot_be_meant_is_refused(string url, string reason) =>
        Assert.That(
            () => RedisUrl.Parse(url),
            Throws.TypeOf<FormatException>().With.Message.Contains(reason)
        );

    [Test]
    public void An_address_is_read_whole()
    {
        var url = RedisUrl.Parse(
            "rediss://ci:p%40ss@a.test:26379/3?sentinel=my%20master&host=b.test:26380&host=c.test&ca=ca.pem",
            "/repo"
        );

        Assert.That(url.Hosts, Is.EqualTo(new[] { "a.test:26379", "b.test:26380", "c.test:6379" }));
        Assert.That(
            (url.User, url.Password, url.Database, url.Sentinel, url.Tls, url.Authority),
            Is.EqualTo(("ci", "p@ss", 3, "my master", true, Path.GetFullPath("/repo/ca.pem")))
        );
        Assert.That(url.ToString(), Does.Not.Contain("p@ss").And.Not.Contain("ci:"));
    }
}
