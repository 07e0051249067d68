namespace CiBudget.Redis.Tests;

/// <summary><c>rediss://</c> against a real Redis with a certificate that it signed itself.</summary>
public sealed class TlsTests
{
    private static readonly SpendAsk Ask = new(0, 60, 100, Stop: true, Spent: false);

    private RedisServer _server = null!;

    [OneTimeSetUp]
    public void Start() => _server = new RedisServer("hunter2", tls: true);

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public void With_its_authority_named_calls_are_counted()
    {
        using var one = Open("named", "?ca=" + _server.Certificate);
        using var two = Open("named", "?ca=" + _server.Certificate);

        Assert.That(one.Reserve([Ask]), Is.Null);
        Assert.That(two.Reserve([Ask]), Is.EqualTo(new SpendRefusal(0, 0, 60)));
    }

    [Test]
    public void A_relative_path_is_beside_the_budget_file()
    {
        using var spend = new RedisSpend(
            _server.Url + "?ca=redis.pem",
            "shop",
            "relative",
            folder: Path.GetDirectoryName(_server.Certificate)
        );

        Assert.That(spend.Reserve([Ask]), Is.Null);
    }

    [Test]
    public void A_certificate_that_nobody_trusts_keeps_calls_in_and_says_what_to_do()
    {
        using var spend = Open("untrusted", "");

        Assert.That(
            () => spend.Reserve([Ask]),
            Throws
                .TypeOf<SharedLimitsException>()
                .With.Message.Contains("certificate is invalid")
                .And.Message.Contains("rediss://…?ca=FILE")
                .And.Message.Not.Contains("hunter2")
        );
    }

    [Test]
    public void An_authority_that_cannot_be_read_is_named()
    {
        using var spend = Open("missing", "?ca=/nowhere/ca.pem");

        Assert.That(
            () => spend.Reserve([Ask]),
            Throws
                .TypeOf<SharedLimitsException>()
                .With.Message.Contains("/nowhere/ca.pem is no certificate in PEM that can be read")
        );
    }

    [Test]
    public void A_redis_without_tls_is_told_as_such()
    {
        using var plain = new RedisServer();
        using var spend = new RedisSpend(
            plain.Url.Replace("redis://", "rediss://", StringComparison.Ordinal),
            "shop",
            "plain"
        );

        Assert.That(
            () => spend.Reserve([Ask]),
            Throws.TypeOf<SharedLimitsException>().With.Message.Contains("TLS failed")
        );
    }

    [Test]
    public void An_option_that_is_not_known_is_refused() =>
        Assert.That(
            () => Open("option", "?verify=no"),
            Throws.TypeOf<FormatException>().With.Message.Contains("?ca=FILE")
        );

    private RedisSpend Open(string run, string option) => new(_server.Url + option, "shop", run);
}
