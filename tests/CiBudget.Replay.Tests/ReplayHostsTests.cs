namespace CiBudget.Replay.Tests;

/// <summary>What counts as a replay host because the user said so. Each test has a host of its own: what is declared stays so.</summary>
public sealed class ReplayHostsTests
{
    [TestCase("http://one.test:8080", "http://one.test:8080/v1/messages", true)]
    [TestCase("http://two.test:8080", "http://two.test:8081/v1/messages", false)]
    [TestCase("http://three.test", "http://three.test/v1/messages", true)]
    [TestCase("http://four.test", "http://four.test:8080/v1/messages", false)]
    [TestCase("five.test", "https://FIVE.test:8443/v1/messages", true)]
    [TestCase("six.test:81", "http://six.test:81/v1/messages", true)]
    [TestCase("http://seven.test/base/", "http://seven.test/base/v1/messages", true)]
    [TestCase("http://eight.test/base", "http://eight.test/basement/v1/messages", false)]
    [TestCase("localhost:49", "http://127.0.0.1:49/v1/messages", true)]
    [TestCase("http://127.0.0.1:47", "http://[::1]:47/v1/messages", true)]
    [TestCase("[::1]:46", "http://localhost:46/v1/messages", true)]
    [TestCase("nine.test", "http://xnine.test/v1/messages", false)]
    public void A_declared_host_is_replay_there_and_nowhere_else(
        string declared,
        string url,
        bool isReplay
    )
    {
        var before = ReplayServer.IsListening(new Uri(url));

        ReplayHosts.Declare(declared);

        Assert.That(
            (before, ReplayServer.IsListening(new Uri(url))),
            Is.EqualTo((false, isReplay))
        );
    }

    [TestCase("https://api.anthropic.com")]
    [TestCase("https://bedrock-runtime.eu-west-1.amazonaws.com")]
    [TestCase("https://my.services.ai.azure.com/anthropic")]
    public void The_real_claude_cannot_be_declared(string url)
    {
        var thrown = Assert.Throws<ArgumentException>(() => ReplayHosts.Declare(new Uri(url)))!;

        Assert.That(thrown.Message, Does.Contain("is the real Claude, whose answers cost money"));
        Assert.That(ReplayServer.IsListening(new Uri(url)), Is.False);
    }

    [TestCase("")]
    [TestCase("http://")]
    [TestCase("me:secret@host")]
    public void What_names_no_host_is_refused(string host) =>
        Assert.Throws<FormatException>(() => ReplayHosts.Declare(host));
}
