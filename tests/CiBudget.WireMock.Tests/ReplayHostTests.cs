using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using CiBudget.Tests.Shared;

namespace CiBudget.WireMock.Tests;

/// <summary>The server that <c>[Replay]</c> starts.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ReplayHostTests
{
    [Test]
    public void It_listens_on_loopback_only([Values] bool anyPort)
    {
        using var host = WireMockReplayHost.Start(anyPort ? 0 : FreePort.Next());

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
    public void A_port_that_is_taken_is_told()
    {
        using var first = WireMockReplayHost.Start();
        var port = first.BaseUrl.Port;

        var thrown = Assert.Throws<ScenarioException>(() => WireMockReplayHost.Start(port))!;

        Assert.That(
            thrown.Message,
            Does.Contain($"The replay server cannot listen on 127.0.0.1:{port}: ")
                .And.EndsWith("Give another port, or 0 for any that is free.")
        );
    }

    [Test]
    public void It_is_the_host_of_a_process_that_references_the_package()
    {
        using var host = ReplayHosts.Start();

        Assert.That(host, Is.InstanceOf<WireMockReplayHost>());
        Assert.That(ReplayServer.IsListening(host.BaseUrl), Is.True);
    }

    [Test]
    public void It_is_no_host_any_more_when_it_is_disposed()
    {
        var host = WireMockReplayHost.Start();
        host.Dispose();
        host.Dispose();

        Assert.That(ReplayServer.IsListening(host.BaseUrl), Is.False);
    }

    [Test]
    public async Task A_large_prompt_is_read()
    {
        using var host = WireMockReplayHost.Start();
        using var claude = host.Add(Scenario.Find("opus-refused-haiku-served"));
        using var http = new HttpClient();
        // More than ASP.NET Core takes by itself.
        var prompt = new string('x', 31_000_000);

        var answer = await http.PostAsync(
            claude.BaseUrl + "/v1/messages",
            new StringContent(
                $$"""{"messages":"{{prompt}}","model":"claude-haiku-5-5"}""",
                Encoding.UTF8,
                "application/json"
            )
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(claude.Calls.Single().Model, Is.EqualTo("claude-haiku-5-5"));
    }

    [Test]
    public async Task Its_journal_holds_the_last_thousand_calls()
    {
        using var host = WireMockReplayHost.Start();
        using var claude = host.Add(Scenario.Find("success"));
        using var http = new HttpClient();

        for (var i = 0; i < 1100; i++)
        {
            using var answer = await http.PostAsync(
                claude.BaseUrl + "/v1/messages",
                new StringContent("{}")
            );
        }

        Assert.That(host.Server.LogEntries, Has.Count.EqualTo(1000));
        Assert.That(claude.Calls.Total, Is.EqualTo(1100));
    }
}
