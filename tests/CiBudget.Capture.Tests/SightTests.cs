using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

/// <summary>What cannot be seen is told, never taken for nothing.</summary>
public sealed class SightTests
{
    [Test]
    public async Task A_client_that_hides_from_the_listener_is_counted_as_unmetered()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var hidden = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null }
        );
        using var seen = new HttpClient();

        using var first = await hidden.SendAsync(Ask.Request(server));
        using var second = await seen.SendAsync(Ask.Request(server));
        using var third = await hidden.SendAsync(Ask.Request(server));

        Assert.That(metered.Entries, Has.Count.EqualTo(1));
        Assert.That(metered.Meter.Unmetered, Is.EqualTo(2));
    }

    [Test]
    public async Task A_hidden_client_that_calls_others_is_nobodys_business()
    {
        await using var server = await Server.Start("x"u8.ToArray());
        using var metered = new Metered(with: options => options with { Hosts = ["127.0.0.1:1"] });
        using var hidden = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null }
        );

        await hidden.GetStringAsync(server.Url);

        Assert.That(metered.Meter.Unmetered, Is.Zero);
    }

    [Test]
    public async Task Many_calls_at_once_are_no_escapes()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var seen = new HttpClient();
        using var hidden = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null }
        );

        await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        using var response = await (i % 8 == 0 ? hidden : seen).SendAsync(
                            Ask.Request(server)
                        );
                    })
                )
        );

        Assert.That(metered.Entries, Has.Count.EqualTo(56));
        Assert.That(metered.Meter.Unmetered, Is.EqualTo(8));
    }

    [TestCase(null, null, null)]
    [TestCase(null, "1", null)]
    [TestCase(null, "0", "ENABLEACTIVITYPROPAGATION=0")]
    [TestCase(null, "False", "ENABLEACTIVITYPROPAGATION=False")]
    [TestCase(true, "0", null)]
    [TestCase(false, null, "System.Net.Http.EnableActivityPropagation is false")]
    [TestCase(false, "1", "System.Net.Http.EnableActivityPropagation is false")]
    public void A_process_whose_diagnostics_are_off_is_blind(
        bool? appSwitch,
        string? variable,
        string? why
    )
    {
        var blind = DiagnosticsAvailability.GetReasonDisabled(appSwitch, variable);

        Assert.That(blind, why is null ? Is.Null : Does.EndWith(why));
    }

    [TestCase(null, null)]
    [TestCase(true, null)]
    [TestCase(false, "Meter.IsSupported is false")]
    public void A_process_without_metrics_would_not_notice_who_hides(bool? metrics, string? why) =>
        Assert.That(
            DiagnosticsAvailability.GetReasonDisabled(null, null, metrics),
            why is null ? Is.Null : Does.EndWith(why)
        );

    [Test]
    public async Task A_client_that_hides_is_refused_where_calls_are_to_be_kept_in()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var refusal = new InvalidOperationException("stay");
        using var metered = new Metered(
            server,
            options => options with { RefuseUnseen = _ => refusal }
        );
        using var hidden = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null }
        );
        using var seen = new HttpClient();

        Assert.That(
            async () => await hidden.SendAsync(Ask.Request(server)),
            Throws.Exception.SameAs(refusal)
        );
        using var response = await seen.SendAsync(Ask.Request(server));

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(metered.Meter.Unmetered, Is.Zero);
    }

    [TestCase("bedrock-runtime.us-east-1.amazonaws.com", true)]
    [TestCase("europe-west1-aiplatform.googleapis.com", true)]
    [TestCase("shop.services.ai.azure.com", true)]
    [TestCase("api.anthropic.com", true)]
    [TestCase("shop.openai.azure.com", false)]
    [TestCase("storage.googleapis.com", false)]
    [TestCase("s3.us-east-1.amazonaws.com", false)]
    public void Hosts_of_many_models_may_be_asked_for_Claude(string host, bool may) =>
        Assert.That(
            new WatchedHosts(new MeterOptions { Environment = static _ => null }).MayServe(
                host,
                443
            ),
            Is.EqualTo(may)
        );

    [Test]
    public void This_process_sees() =>
        Assert.That(DiagnosticsAvailability.GetReasonDisabled(), Is.Null);

    [Test]
    public async Task A_host_named_by_the_environment_after_the_start_is_watched()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        string? baseUrl = null;
        using var metered = new Metered(with: options =>
            options with
            {
                Environment = name => name == "ANTHROPIC_BASE_URL" ? baseUrl : null,
            }
        );
        using var client = Ask.Client(server);

        await client.Messages.Create(Ask.Question);
        Assert.That(metered.Entries, Is.Empty);
        baseUrl = server.Url.ToString();
        await client.Messages.Create(Ask.Question);
        baseUrl = "http://127.0.0.1:1";
        await client.Messages.Create(Ask.Question);

        Assert.That(metered.Entries, Has.Count.EqualTo(1));
    }

    [Test]
    public void Hosts_are_read_from_every_variable_of_the_SDKs()
    {
        var variables = new Dictionary<string, string>
        {
            ["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:8080/",
            ["ANTHROPIC_AWS_BASE_URL"] = "https://aws.proxy.test",
            ["ANTHROPIC_BEDROCK_BASE_URL"] = "https://bedrock.proxy.test:8443",
            ["ANTHROPIC_BEDROCK_MANTLE_BASE_URL"] = "https://mantle.proxy.test/anthropic/",
            ["ANTHROPIC_FOUNDRY_BASE_URL"] = "no url",
            ["ANTHROPIC_GOOGLE_CLOUD_BASE_URL"] = "https://Google.Proxy.Test.",
            ["ANTHROPIC_VERTEX_BASE_URL"] = "http://[::1]:9000/v1",
        };

        var hosts = ClaudeHosts.Named(ClaudeHosts.Variables.Select(variables.GetValueOrDefault));

        Assert.That(
            hosts,
            Is.EqualTo(
                (string[])
                    [
                        "127.0.0.1:8080",
                        "aws.proxy.test",
                        "bedrock.proxy.test:8443",
                        "mantle.proxy.test/anthropic",
                        "google.proxy.test",
                        "[::1]:9000/v1",
                    ]
            )
        );
    }
}
