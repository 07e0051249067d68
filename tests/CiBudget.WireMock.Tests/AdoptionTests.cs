using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using CiBudget.Replay.Conformance;
using CiBudget.Tests.Shared;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace CiBudget.WireMock.Tests;

/// <summary>
/// Servers as teams have them before they adopt replay, each with its own answer to Claude's calls: once a billing failure is
/// installed, it is what answers, and no call goes on to the real Claude.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class AdoptionTests
{
    private const string Paid = "Anthropic.Exceptions.AnthropicPaymentRequiredException";

    /// <summary>What a team does to its server before and after it installs a failure.</summary>
    public sealed record Team(
        string Name,
        Action<WireMockServerSettings>? Settings = null,
        Action<WireMockServer>? Before = null,
        Action<WireMockServer>? After = null
    )
    {
        public override string ToString() => Name;
    }

    private static readonly Team[] Teams =
    [
        new("own stub before it", Before: Stub),
        new("own stub after it", After: Stub),
        new("catch-all", Before: CatchAll, After: CatchAll),
        new(
            "stubs with low priority numbers",
            Before: s => Stub(s, -1_000_000),
            After: s => Stub(s, -2_000_000)
        ),
        new(
            "stubs with many matchers",
            After: static s =>
                s.Given(
                        Request
                            .Create()
                            .WithPath("/v1/messages")
                            .UsingPost()
                            .WithHeader("anthropic-version", "*")
                            .WithHeader("content-type", "application/json*")
                            .WithHeader("x-api-key", "*")
                    )
                    .AtPriority(-2_000_000)
                    .RespondWith(Response.Create().WithBody("{}"))
        ),
        new("scenarios and states", Before: States),
        new("fixed port", static s => s.Urls = [$"http://127.0.0.1:{FreePort.Next()}"], Stub),
        new("port by number", static s => (s.Urls, s.Port) = (null, FreePort.Next()), Stub),
        new(
            "several URLs",
            static s => s.Urls = ["http://127.0.0.1:0", "http://127.0.0.1:0"],
            CatchAll
        ),
        new("partial matches allowed", static s => s.AllowPartialMapping = true, Stub, Stub),
        new("admin interface", static s => s.StartAdminInterface = true, CatchAll),
        new(
            "bodies not parsed",
            static s =>
                (s.DisableJsonBodyParsing, s.DisableRequestBodyDecompressing) = (true, true),
            Stub
        ),
        new("journal off", static s => s.RequestLogExpirationDuration = 0, Stub),
    ];

    [Test]
    public async Task The_installed_failure_answers(
        [ValueSource(nameof(Teams))] Team team,
        [Values] bool stream
    )
    {
        var settings = new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] };
        team.Settings?.Invoke(settings);
        using var server = WireMockServer.Start(settings);
        team.Before?.Invoke(server);
        using var claude = server.GivenClaude("payment-required");
        team.After?.Invoke(server);

        foreach (var url in claude.BaseUrls)
        {
            var thrown = await FailureOf(url, stream);

            Assert.That(thrown?.GetType().FullName, Is.EqualTo(Paid), url.ToString());
            Assert.That(ReplayServer.IsListening(url), Is.True);
        }
        Assert.That(claude.Calls, Has.Count.EqualTo(claude.BaseUrls.Count));
        Assert.That(claude.BaseUrls, Has.Count.EqualTo(server.Urls.Length));
    }

    [Test]
    public async Task No_call_of_a_proxying_server_reaches_the_real_one()
    {
        using var real = WireMockServer.Start("http://127.0.0.1:0");
        CatchAll(real);
        using var server = WireMockServer.Start(
            new WireMockServerSettings
            {
                Urls = ["http://127.0.0.1:0"],
                StartAdminInterface = true,
                ProxyAndRecordSettings = new ProxyAndRecordSettings { Url = real.Url! },
            }
        );
        using var claude = server.GivenClaude("payment-required");
        using var http = new HttpClient();

        var thrown = await FailureOf(claude.BaseUrl, stream: false);
        var admin = await http.GetAsync(server.Url + "/__admin/settings");
        var forwarded = await http.GetAsync(server.Url + "/health");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown?.GetType().FullName, Is.EqualTo(Paid));
            Assert.That(admin.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(forwarded.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(
                real.LogEntries.Select(static e => e.RequestMessage!.Path),
                Is.EqualTo(new[] { "/health" })
            );
        }
    }

    [Test]
    public async Task A_server_that_is_reset_in_a_tear_down_is_told_and_the_failure_brought_back()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var claude = server.GivenClaude("succeed-1-then-402");
        await Sdk.Client(claude.BaseUrl).Messages.Create(Sdk.Hi());

        server.Reset();
        var told = Assert.Throws<InvalidOperationException>(() => _ = claude.Calls)!;
        claude.Reset();
        CatchAll(server);
        await Sdk.Client(claude.BaseUrl).Messages.Create(Sdk.Hi());
        var second = await FailureOf(claude.BaseUrl, stream: false);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                told.Message,
                Does.StartWith(
                        "CIB049: scenario 'succeed-1-then-402' is no longer on the WireMock server"
                    )
                    .And.Contain("Call Reset()")
            );
            Assert.That(second?.GetType().FullName, Is.EqualTo(Paid));
            Assert.That(claude.Calls, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Of_two_scenarios_the_longer_prefix_answers_then_the_newest()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var deep = server.GivenClaude("card-declined", "team/a");
        using var team = server.GivenClaude("overloaded?retryAfter=0", "team");
        using var all = server.GivenClaude("payment-required");
        using var http = new HttpClient();

        var statuses = new List<int>();
        foreach (var path in new[] { "/team/a/v1/messages", "/team/b/v1/messages", "/v1/messages" })
        {
            using var answer = await http.PostAsync(server.Url + path, new StringContent("{}"));
            statuses.Add((int)answer.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 402, 529, 402 }));
        Assert.That((deep.Calls.Count, team.Calls.Count, all.Calls.Count), Is.EqualTo((1, 1, 1)));
    }

    [TestCase("plain")]
    [TestCase("/slashes/around/")]
    [TestCase("question?mark")]
    [TestCase("hash#mark")]
    [TestCase("100%")]
    [TestCase("already%20escaped")]
    [TestCase("with space")]
    [TestCase("star*")]
    [TestCase("plus+and&more=")]
    [TestCase("semi;colon:and@")]
    [TestCase("größe/日本")]
    [TestCase("back\\slash")]
    [TestCase("a//b")]
    public async Task A_prefix_may_hold_any_character(string prefix)
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        CatchAll(server);
        using var claude = server.GivenClaude("payment-required", prefix);

        var thrown = await FailureOf(claude.BaseUrl, stream: false);

        Assert.That(thrown?.GetType().FullName, Is.EqualTo(Paid));
        Assert.That(claude.Calls.Select(static c => c.Path), Is.EqualTo(new[] { "/v1/messages" }));
    }

    [TestCase("a/../b")]
    [TestCase("./a")]
    [TestCase("line\nbreak")]
    public void A_prefix_that_no_path_can_have_is_refused(string prefix)
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");

        Assert.Throws<ArgumentException>(() => server.GivenClaude("payment-required", prefix));
        Assert.That(server.Mappings, Is.Empty);
    }

    [Test]
    public void A_server_that_was_stopped_is_refused()
    {
        var server = WireMockServer.Start("http://127.0.0.1:0");
        server.Stop();

        var thrown = Assert.Throws<InvalidOperationException>(() =>
            server.GivenClaude("payment-required")
        )!;

        Assert.That(thrown.Message, Does.Contain("does not run"));
    }

    [Test]
    public void A_port_is_replay_exactly_as_long_as_its_server_lives()
    {
        var server = WireMockServer.Start("http://127.0.0.1:0");
        var url = new Uri(server.Url + "/v1/messages");
        var before = ReplayServer.IsListening(url);
        var claude = server.GivenClaude("payment-required");
        claude.Dispose();
        var during = ReplayServer.IsListening(url);
        server.Stop();

        Assert.That(
            (before, during, ReplayServer.IsListening(url)),
            Is.EqualTo((false, true, false))
        );
    }

    [TestCase("POST", "/v1/charges")]
    [TestCase("GET", "/v1/messages")]
    [TestCase("GET", "/v1/models")]
    [TestCase("POST", "/v1/files")]
    [TestCase("POST", "/v1/chat/completions")]
    [TestCase("POST", "/model/amazon.nova-pro-v1:0/invoke")]
    [TestCase("GET", "/health")]
    public async Task Another_APIs_endpoint_is_left_alone(string method, string path)
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        server
            .Given(Request.Create().WithPath("/*"))
            .RespondWith(Response.Create().WithBody("mine"));
        using var claude = server.GivenClaude("payment-required");

        using var answer = await Send(server.Url + path, method);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("mine"));
        Assert.That(claude.Calls, Is.Empty);
    }

    [TestCase("POST", "/v1/messages")]
    [TestCase("POST", "/gateway/eu/v1/messages")]
    [TestCase("POST", "/v1/messages/count_tokens")]
    [TestCase("POST", "/v1/messages/batches")]
    [TestCase("GET", "/v1/messages/batches/msgbatch_1/results")]
    [TestCase("GET", "/v1/models", true)]
    [TestCase("POST", "/v1/files", true)]
    [TestCase("POST", "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1:0/invoke")]
    [TestCase("POST", "/model/anthropic.claude-opus-4-6/invoke-with-response-stream")]
    [TestCase(
        "POST",
        "/v1/projects/p/locations/eu/publishers/anthropic/models/claude-opus-4-6:rawPredict"
    )]
    [TestCase("POST", "/v1/projects/p/locations/eu/workspaces/w/invoke/v1/messages")]
    [TestCase("POST", "/anthropic/v1/messages")]
    public async Task Claudes_endpoint_is_taken_on_every_cloud_and_behind_every_prefix(
        string method,
        string path,
        bool saysVersion = false
    )
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        CatchAll(server);
        using var claude = server.GivenClaude("payment-required");

        using var answer = await Send(server.Url + path, method, saysVersion);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
        Assert.That(claude.Calls.Select(static c => c.Path), Is.EqualTo(new[] { path }));
    }

    [Test]
    public async Task When_another_mapping_answered_its_disposal_says_which()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        var guid = Guid.NewGuid();
        server
            .Given(Request.Create().WithPath("/v1/messages").UsingPost())
            .AtPriority(1)
            .WithGuid(guid)
            .WithTitle("the team's own")
            .RespondWith(Response.Create().WithBody("{}"));
        var claude = server.GivenClaude("payment-required", priority: 5);
        using var first = await Send(server.Url + "/v1/messages", "POST");
        using var second = await Send(server.Url + "/health", "GET");

        var said = ErrorsOf(claude.Dispose);

        Assert.That(
            said,
            Does.StartWith(
                    "CiBudget: CIB049: scenario 'payment-required' did not answer 1 request that was meant for it, first POST /v1/messages: "
                        + $"the mapping 'the team's own' ({guid}) did."
                )
                .And.Contain("priority")
        );
    }

    [Test]
    public async Task When_the_server_was_reset_its_disposal_says_so()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        var claude = server.GivenClaude("payment-required");
        server.ResetMappings();
        using var answer = await Send(server.Url + "/v1/messages", "POST");

        Assert.That(ErrorsOf(claude.Dispose), Does.Contain("no mapping did. The server was reset"));
    }

    [Test]
    public async Task When_it_answered_all_or_the_request_was_nobody_elses_nothing_is_said()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        Stub(server);
        using var before = await Send(server.Url + "/v1/messages", "POST");
        var claude = server.GivenClaude("payment-required", "own");
        using var outside = await Send(server.Url + "/v1/messages", "POST");
        using var inside = await Send(claude.BaseUrl + "/v1/messages", "POST");

        Assert.That(ErrorsOf(claude.Dispose), Is.Empty);
    }

    [Test]
    public async Task A_packed_request_is_read_as_the_embedded_server_reads_it(
        [Values("gzip", "br", "")] string encoding,
        [Values] bool serverUnpacks
    )
    {
        using var server = WireMockServer.Start(
            new WireMockServerSettings
            {
                Urls = ["http://127.0.0.1:0"],
                DisableRequestBodyDecompressing = !serverUnpacks,
            }
        );
        using var wireMock = server.GivenClaude("success");
        using var embedded = ReplayServer.Start("success");

        foreach (var url in new[] { wireMock.BaseUrl, embedded.BaseUrl })
        {
            using var answer = await PostPacked(url, encoding);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(
                answer.Content.Headers.ContentType?.MediaType,
                Is.EqualTo("text/event-stream")
            );
        }

        Assert.That(wireMock.Calls.Models, Is.EqualTo(new[] { "claude-haiku-5-5" }));
        Assert.That(embedded.Calls.Models, Is.EqualTo(new[] { "claude-haiku-5-5" }));
    }

    [Test]
    public async Task Stopping_breaks_what_is_still_being_answered(
        [Values("stall", "slow-first-byte?delayMs=600000", "success-stream?paceMs=600000")]
            string scenario,
        [Values] bool own,
        [Values] bool stream
    )
    {
        using var host = WireMockReplayHost.Start();
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var claude = own ? host.Add(Scenario.Find(scenario)) : server.GivenClaude(scenario);
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var answer = http.PostAsync(
            claude.BaseUrl.ToString().TrimEnd('/') + "/v1/messages",
            new StringContent(stream ? """{"stream":true}""" : "{}")
        );
        Assert.That(() => claude.Calls, Has.Count.EqualTo(1).After(30_000, 10));
        if (scenario.StartsWith("success-stream", StringComparison.Ordinal) && !stream)
        {
            return; // answered already
        }

        // WireMock.Net by itself waits for half a minute.
        var clock = Stopwatch.StartNew();
        var stopped = Task.Run(own ? host.Dispose : server.Stop);

        await stopped.WaitAsync(TimeSpan.FromSeconds(15));
        await TestContext.Out.WriteLineAsync($"stopped after {clock.ElapsedMilliseconds} ms");
        Assert.That(
            async () => await answer.WaitAsync(TimeSpan.FromSeconds(15)),
            Throws.InstanceOf<HttpRequestException>()
        );
    }

    private static async Task<Exception?> FailureOf(Uri url, bool stream)
    {
        try
        {
            if (stream)
            {
                await foreach (var _ in Sdk.Client(url).Messages.CreateStreaming(Sdk.Hi())) { }
            }
            else
                await Sdk.Client(url).Messages.Create(Sdk.Hi());

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static async Task<HttpResponseMessage> Send(
        string url,
        string method,
        bool saysVersion = false
    )
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (method == "POST")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");

        if (saysVersion)
            request.Headers.Add("anthropic-version", "2023-06-01");

        return await http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PostPacked(Uri url, string encoding)
    {
        using var packed = new MemoryStream();
        await using (
            Stream packing = encoding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new BufferedStream(new MemoryStream()),
            }
        )
        {
            var body = """{"model":"claude-haiku-5-5","stream":true}"""u8.ToArray();
            await (encoding.Length == 0 ? packed : packing).WriteAsync(body);
        }
        using var http = new HttpClient();
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        if (encoding.Length > 0)
            content.Headers.ContentEncoding.Add(encoding);

        return await http.PostAsync(url.ToString().TrimEnd('/') + "/v1/messages", content);
    }

    /// <summary>What an action writes to the error stream. NUnit gives each test its own.</summary>
    private static string ErrorsOf(Action action)
    {
        using var said = new StringWriter();
        var before = Console.Error;
        lock (Teams)
        {
            Console.SetError(said);
            try
            {
                action();
            }
            finally
            {
                Console.SetError(before);
            }
        }
        return said.ToString();
    }

    private static void Stub(WireMockServer server) => Stub(server, 0);

    private static void Stub(WireMockServer server, int priority) =>
        server
            .Given(Request.Create().WithPath("/v1/messages").UsingPost())
            .AtPriority(priority)
            .RespondWith(Response.Create().WithBody("{}"));

    private static void CatchAll(WireMockServer server) =>
        server
            .Given(Request.Create().WithPath("/*"))
            .RespondWith(
                Response
                    .Create()
                    .WithHeader("content-type", "application/json")
                    .WithBody(
                        """{"id":"m","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}"""
                    )
            );

    private static void States(WireMockServer server)
    {
        server
            .Given(Request.Create().WithPath("/v1/messages").UsingPost())
            .InScenario("conversation")
            .WillSetStateTo("asked")
            .RespondWith(Response.Create().WithBody("{}"));
        server
            .Given(Request.Create().WithPath("/v1/messages").UsingPost())
            .InScenario("conversation")
            .WhenStateIs("asked")
            .WillSetStateTo("asked")
            .RespondWith(Response.Create().WithBody("{}"));
    }
}
