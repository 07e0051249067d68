using System.Net;
using System.Net.NetworkInformation;
using CiBudget.Replay;
using CiBudget.Replay.Conformance;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CiBudget.WireMock.Tests;

/// <summary>One WireMock.Net server for all scenarios of the suite, each under its own path.</summary>
internal static class WireMockHost
{
    private static readonly WireMockReplayHost Host = WireMockReplayHost.Start();

    public static IPlayedScenario Play(Scenario scenario) => new Played(Host.Add(scenario));

    private sealed class Played(ReplayEndpoint endpoint) : IPlayedScenario
    {
        public Uri BaseUrl => endpoint.BaseUrl;

        public ReplayCalls Calls => endpoint.Calls;

        public void Reset() => endpoint.Reset();

        public void Dispose() => endpoint.Dispose();
    }
}

public sealed class WireMockSdkTests : SdkConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => WireMockHost.Play(scenario);
}

public sealed class WireMockWireTests : WireConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => WireMockHost.Play(scenario);
}

public sealed class WireMockSequenceTests : SequenceConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => WireMockHost.Play(scenario);
}

public sealed class WireMockServerTests
{
    [Test]
    public async Task A_server_that_the_user_owns_keeps_its_own_mappings()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        server
            .Given(Request.Create().WithPath("/health").UsingGet())
            .RespondWith(Response.Create().WithStatusCode(204));
        using var claude = server.GivenClaude("payment-required");
        using var http = new HttpClient { BaseAddress = new Uri(server.Url!) };

        var mine = await http.GetAsync("/health");
        var claudes = await http.PostAsync("/v1/messages", new StringContent("{}"));

        Assert.That(mine.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(claudes.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
        Assert.That(ReplayServer.IsListening(claude.BaseUrl), Is.True);
    }

    [Test]
    public async Task A_plain_answer_shows_whole_in_the_journal()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var claude = server.GivenClaude("billing-error");
        using var http = new HttpClient();

        await http.PostAsync(claude.BaseUrl + "v1/messages", new StringContent("{}"));

        var entry = server.LogEntries.Single();
        Assert.That(entry.ResponseMessage!.StatusCode, Is.EqualTo(402));
        Assert.That(
            entry.ResponseMessage.BodyData!.BodyAsString,
            Does.Contain("\"billing_error\"")
        );
    }

    [Test]
    public async Task A_scenario_that_is_disposed_is_gone()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        var claude = server.GivenClaude("success");
        using var http = new HttpClient();
        claude.Dispose();

        var answer = await http.PostAsync(claude.BaseUrl + "v1/messages", new StringContent("{}"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void The_host_listens_on_loopback_only()
    {
        using var host = WireMockReplayHost.Start();

        var listeners = IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(l => l.Port == host.BaseUrl.Port);

        Assert.That(
            listeners.Select(static l => l.Address),
            Is.Not.Empty.And.All.Matches<IPAddress>(IPAddress.IsLoopback)
        );
    }

    [Test]
    public void Referencing_the_package_makes_it_the_host_of_replay()
    {
        using var host = ReplayHosts.Start();

        Assert.That(host, Is.InstanceOf<WireMockReplayHost>());
    }
}
