using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using CiBudget.Replay.Conformance;
using CiBudget.Tests.Shared;

namespace CiBudget.Replay.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class ReplayServerTests
{
    private static readonly HttpClient Http = new();

    [Test]
    public void It_listens_on_loopback_only()
    {
        using var server = ReplayServer.Start("success");

        var listeners = IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(l => l.Port == server.BaseUrl.Port);

        Assert.That(
            listeners.Select(static l => l.Address),
            Is.Not.Empty.And.All.Matches<IPAddress>(IPAddress.IsLoopback)
        );
    }

    [Test]
    public void It_is_known_as_a_replay_host_while_it_runs()
    {
        Uri url;
        using (var server = ReplayServer.Start("success"))
        {
            url = new Uri(server.BaseUrl, "/v1/messages?beta=true");
            Assert.That(ReplayServer.IsListening(url), Is.True);
        }
        Assert.That(ReplayServer.IsListening(url), Is.False);
        Assert.That(
            ReplayServer.IsListening(new Uri("https://api.anthropic.com/v1/messages")),
            Is.False
        );
    }

    [Test]
    public async Task It_starts_and_ends_without_holding_a_thread()
    {
        Uri url;
        await using (var server = await ReplayServer.StartAsync("success"))
        {
            url = new Uri(server.BaseUrl, "/v1/messages");
            using var answer = await Http.PostAsJsonAsync(url, new { model = "claude-haiku-5-5" });
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(server.Calls.Total, Is.EqualTo(1));
        }
        Assert.That(ReplayServer.IsListening(url), Is.False);
        Assert.That(
            async () => await Http.PostAsJsonAsync(url, new { model = "claude-haiku-5-5" }),
            Throws.TypeOf<HttpRequestException>()
        );
    }

    [Test]
    public async Task A_port_that_is_taken_is_told_by_an_asynchronous_start_too()
    {
        await using var first = await ReplayServer.StartAsync();

        Assert.That(
            async () => await ReplayServer.StartAsync(first.BaseUrl.Port),
            Throws.TypeOf<ScenarioException>().With.Message.Contains(Codes.HostNotListening)
        );
    }

    [Test]
    public async Task It_plays_its_scenario_at_the_root_and_begins_again_after_reset()
    {
        using var server = ReplayServer.Start("succeed-1-then-402");

        var first = await Post(server.BaseUrl);
        var second = await Post(server.BaseUrl);
        var calls = server.Calls;
        server.Reset();
        var third = await Post(server.BaseUrl);

        Assert.That(
            new[] { first, second, third }.Select(static a => (int)a.StatusCode),
            Is.EqualTo(new[] { 200, 402, 200 })
        );
        Assert.That(calls.Select(static c => c.Step), Is.EqualTo(new int?[] { 0, 1 }));
        Assert.That(server.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Scenarios_on_one_server_do_not_meet()
    {
        using var server = ReplayServer.Start();
        using var one = server.Add("payment-required");
        using var two = server.Add("success");

        var answers = new[]
        {
            await Post(one.BaseUrl),
            await Post(two.BaseUrl),
            await Post(two.BaseUrl),
        };

        Assert.That(
            answers.Select(static a => (int)a.StatusCode),
            Is.EqualTo(new[] { 402, 200, 200 })
        );
        Assert.That((one.Calls.Count, two.Calls.Count), Is.EqualTo((1, 2)));
        Assert.That(
            one.Calls[0].Path,
            Is.EqualTo("/v1/messages"),
            "without the server's own prefix"
        );
    }

    [Test]
    public async Task A_scenario_may_lie_under_a_path_of_the_callers_choice_or_at_the_root()
    {
        using var server = ReplayServer.Start();
        using var named = server.Add(Scenario.Find("payment-required"), "mine");
        using var root = server.Add(Scenario.Find("success"), "");
        var heard = new List<int?>();
        named.Called += call => heard.Add(call.Status);

        var answers = new[] { await Post(named.BaseUrl), await Post(server.BaseUrl) };

        Assert.That(named.BaseUrl.AbsolutePath, Is.EqualTo("/mine"));
        Assert.That(answers.Select(static a => (int)a.StatusCode), Is.EqualTo(new[] { 402, 200 }));
        Assert.That(heard, Is.EqualTo(new int?[] { 402 }));
        Assert.That((named.Calls.Count, root.Calls.Count), Is.EqualTo((1, 1)));
        foreach (var path in new[] { "mine", "", "s", "a/b", "a b" })
            Assert.That(() => server.Add(Scenario.Find("success"), path), Throws.ArgumentException);
    }

    [Test]
    public async Task A_scenario_that_is_disposed_answers_404_and_says_so()
    {
        using var server = ReplayServer.Start();
        var gone = server.Add("success");
        gone.Dispose();

        var answer = await Post(gone.BaseUrl);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Does.Contain("CIB032").And.Contain("may have been disposed")
        );
    }

    [Test]
    public async Task A_server_without_a_root_scenario_says_so()
    {
        using var server = ReplayServer.Start();

        var answer = await Post(server.BaseUrl);

        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Does.Contain("CIB032: This replay server has no scenario at its root.")
        );
    }

    [Test]
    public void A_port_that_is_taken_is_a_clear_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var thrown = Assert.Throws<ScenarioException>(() =>
            ReplayServer.Start("success", port).Dispose()
        )!;

        Assert.That(thrown.Code, Is.EqualTo("CIB033"));
        Assert.That(
            thrown.Message,
            Does.StartWith($"error CIB033: The replay server cannot listen on 127.0.0.1:{port}: ")
                .And.EndWith("Give another port, or 0 for any that is free.")
        );
    }

    [Test]
    public async Task It_listens_where_it_is_told()
    {
        var port = FreePort.Next();

        using var server = ReplayServer.Start("payment-required", port);

        Assert.That(
            (await Post(new Uri($"http://127.0.0.1:{port}/"))).StatusCode,
            Is.EqualTo(HttpStatusCode.PaymentRequired)
        );
    }

    [Test]
    public async Task Stopping_breaks_what_is_still_being_answered()
    {
        var server = ReplayServer.Start("stall");
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(server.BaseUrl, "/v1/messages")
        )
        {
            Content = Body(stream: true),
        };
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var rest = answer.Content.ReadAsStringAsync();

        // Kestrel by itself waits for half a minute.
        await Task.Run(server.Dispose).WaitAsync(TimeSpan.FromSeconds(15));

        Assert.That(
            async () => await rest.WaitAsync(TimeSpan.FromSeconds(15)),
            Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>()
        );
    }

    [Test]
    public async Task A_large_request_is_read_past_and_its_model_found_at_the_end()
    {
        using var server = ReplayServer.Start("success");
        var filler = new string('x', 40_000_000);
        using var body = new StringContent(
            $$"""{"messages":[{"model":"not this one","content":"{{filler}}"}],"model":"claude-haiku-5-5"}"""
        );

        using var answer = await Http.PostAsync(new Uri(server.BaseUrl, "/v1/messages"), body);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Calls.Models, Is.EqualTo(new[] { "claude-haiku-5-5" }));
    }

    [Test]
    public async Task A_request_that_is_not_json_has_no_model_and_is_answered()
    {
        using var server = ReplayServer.Start("payment-required");

        using var answer = await Http.PostAsync(
            new Uri(server.BaseUrl, "/v1/files"),
            new ByteArrayContent([0, 1, 2, 255])
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
        Assert.That(server.Calls[0].Model, Is.Null);
    }

    [Test]
    public async Task The_oldest_calls_are_dropped_and_all_are_counted()
    {
        using var server = ReplayServer.Start("payment-required");
        var player = new ScenarioPlayer(Scenario.Find("payment-required"));
        for (var i = 0; i < ScenarioPlayer.CallsHeld + 5; i++)
        {
            var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
            player.Take(request.Method, request.Headers, i.ToString(), default);
        }

        Assert.That(player.Calls.Total, Is.EqualTo(10_005));
        Assert.That(player.Calls, Has.Count.EqualTo(10_000));
        Assert.That(player.Calls[0].Path, Is.EqualTo("5"));
        await Task.CompletedTask;
    }

    [Test]
    public async Task A_client_that_leaves_does_no_harm()
    {
        using var server = ReplayServer.Start("stall");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.BaseUrl.Port);
        await client.Client.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
            )
        );
        client.Client.Close(0);

        var answer = await RawAnswer.Of(
            server.BaseUrl,
            stream: true,
            patience: TimeSpan.FromMilliseconds(300)
        );

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test]
    public void The_host_of_a_process_without_wiremock_is_the_embedded_one()
    {
        using var host = ReplayHosts.Start();

        Assert.That(host, Is.InstanceOf<ReplayServer>());
    }

    private static Task<HttpResponseMessage> Post(Uri baseUrl) =>
        Http.PostAsync(baseUrl.ToString().TrimEnd('/') + "/v1/messages", Body(stream: false));

    private static JsonContent Body(bool stream) =>
        JsonContent.Create(
            new
            {
                model = "claude-opus-5-5",
                max_tokens = 1,
                stream,
            }
        );
}
