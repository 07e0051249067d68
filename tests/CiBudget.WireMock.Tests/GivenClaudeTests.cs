using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace CiBudget.WireMock.Tests;

/// <summary>Scenarios on a server that a test owns already.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GivenClaudeTests : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start("http://127.0.0.1:0");
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Test]
    public async Task The_users_own_mappings_go_on_beside_it_and_before_it_when_told()
    {
        _server
            .Given(Request.Create().WithPath("/health").UsingGet())
            .RespondWith(Response.Create().WithStatusCode(204));
        _server
            .Given(Request.Create().WithPath("/v1/models").UsingGet())
            .RespondWith(Response.Create().WithBody("mine"));
        using var claude = _server.GivenClaude("payment-required", priority: 1);
        _server
            .Given(Request.Create().WithPath("/v1/messages/count_tokens").UsingPost())
            .AtPriority(0)
            .RespondWith(Response.Create().WithBody("mine"));

        var health = await _http.GetAsync(_server.Url + "/health");
        var models = await _http.GetStringAsync(_server.Url + "/v1/models");
        var tokens = await Post("/v1/messages/count_tokens");
        var message = await Post("/v1/messages");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(models, Is.EqualTo("mine"));
            Assert.That(await tokens.Content.ReadAsStringAsync(), Is.EqualTo("mine"));
            Assert.That(message.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
            Assert.That(
                claude.Calls.Select(static c => c.Path),
                Is.EqualTo(new[] { "/v1/messages" })
            );
        }
    }

    [Test]
    public async Task Scenarios_with_prefixes_do_not_meet()
    {
        using var poor = _server.GivenClaude("card-declined", "/poor/");
        using var rich = _server.GivenClaude("success", "rich");

        var declined = await Post("/poor/v1/messages");
        var served = await Post("/rich/v1/messages");
        var nobodys = await Post("/v1/messages");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(declined.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
            Assert.That(served.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(nobodys.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(poor.BaseUrl, Is.EqualTo(new Uri(_server.Url + "/poor")));
            Assert.That(poor.Calls, Has.Count.EqualTo(1));
            Assert.That(rich.Calls, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_path_that_a_step_names_is_the_scenarios_also_outside_v1()
    {
        using var claude = _server.GivenClaude(
            Scenario.Create(
                "elsewhere",
                ScenarioStep.Play("overloaded") with
                {
                    When = new StepMatch { Path = "/gateway/*/messages" },
                }
            )
        );

        var answer = await Post("/gateway/eu/messages");

        Assert.That((int)answer.StatusCode, Is.EqualTo(529));
    }

    [Test]
    public async Task The_newest_scenario_answers_and_the_older_one_when_it_is_gone()
    {
        using var older = _server.GivenClaude("payment-required");
        var newer = _server.GivenClaude("success");

        var first = await Post("/v1/messages");
        newer.Dispose();
        newer.Dispose();
        var second = await Post("/v1/messages");

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
        Assert.That(older.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_scenario_that_is_disposed_is_gone()
    {
        var claude = _server.GivenClaude("success");
        claude.Dispose();

        var answer = await Post("/v1/messages");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void A_scenario_is_recognized_under_every_name_of_this_machine()
    {
        using var claude = _server.GivenClaude("success");

        Assert.That(
            ReplayServer.IsListening(new Uri($"http://localhost:{_server.Port}/v1/messages")),
            Is.True
        );
    }

    [Test]
    public void An_unknown_scenario_is_told_with_the_name_that_was_meant()
    {
        var thrown = Assert.Throws<ScenarioException>(() =>
            _server.GivenClaude("payment-requird")
        )!;

        Assert.That(thrown.Message, Does.Contain("Did you mean 'payment-required'?"));
        Assert.That(_server.Mappings, Is.Empty);
    }

    [Test]
    public async Task A_plain_answer_shows_whole_in_the_journal()
    {
        using var claude = _server.GivenClaude("billing-error");

        var answer = await Post("/v1/messages");

        var entry = _server.LogEntries.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.MappingTitle, Is.EqualTo("Claude: billing-error"));
            Assert.That(entry.RequestMessage!.Path, Is.EqualTo("/v1/messages"));
            Assert.That(entry.ResponseMessage!.StatusCode, Is.EqualTo(402));
            Assert.That(
                entry.ResponseMessage.BodyData!.BodyAsString,
                Is.EqualTo(await answer.Content.ReadAsStringAsync())
            );
            Assert.That(
                entry.ResponseMessage.Headers!["request-id"],
                Is.EqualTo(answer.Headers.GetValues("request-id"))
            );
            Assert.That(
                entry.ResponseMessage.Headers["content-type"],
                Is.EqualTo(new[] { "application/json" })
            );
        }
    }

    [TestCase("success")]
    [TestCase("reset-mid-stream")]
    public async Task Of_a_streamed_or_broken_answer_the_journal_has_the_request(string scenario)
    {
        using var claude = _server.GivenClaude(scenario);
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Url + "/v1/messages")
        {
            Content = new StringContent("""{"model":"claude-opus-5-5","stream":true}"""),
        };

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var read = async () => await answer.Content.ReadAsStringAsync();
        Assert.That(
            read,
            scenario == "success" ? Throws.Nothing : Throws.InstanceOf<HttpRequestException>()
        );

        Assert.That(
            () => _server.LogEntries.Select(static e => e.RequestMessage!.Path),
            Is.EqualTo(new[] { "/v1/messages" }).After(10_000, 10)
        );
        Assert.That(_server.LogEntries.Single().ResponseMessage, Is.Null);
    }

    [Test]
    public async Task A_status_that_NET_has_no_name_for_is_sent_also_by_a_server_that_is_told_not_to()
    {
        using var server = WireMockServer.Start(
            new WireMockServerSettings
            {
                Urls = ["http://127.0.0.1:0"],
                AllowOnlyDefinedHttpStatusCodeInResponse = true,
            }
        );
        using var claude = server.GivenClaude("overloaded");

        var answer = await _http.PostAsync(claude.BaseUrl + "v1/messages", new StringContent("{}"));

        Assert.That((int)answer.StatusCode, Is.EqualTo(529));
    }

    [Test]
    public void A_client_that_leaves_while_it_waits_is_no_error_in_the_log([Values] bool stream)
    {
        var log = new Log();
        using var server = WireMockServer.Start(
            new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], Logger = log }
        );
        using var claude = server.GivenClaude("slow-first-byte?delayMs=600000");
        using var leaves = new CancellationTokenSource();

        var call = _http.PostAsync(
            claude.BaseUrl + "v1/messages",
            new StringContent(stream ? """{"stream":true}""" : "{}"),
            leaves.Token
        );
        Assert.That(() => claude.Calls.Total, Is.EqualTo(1).After(30_000, 10));
        leaves.Cancel();

        Assert.That(async () => await call, Throws.InstanceOf<TaskCanceledException>());
        Assert.That(() => server.LogEntries.Count, Is.EqualTo(1).After(10_000, 10));
        Assert.That(log.Errors, Is.Empty);
    }

    [Test]
    public async Task A_stream_breaks_also_when_it_is_encrypted([Values("1.1", "2.0")] string http)
    {
        using var key = RSA.Create();
        using var certificate = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var server = WireMockServer.Start(
            new WireMockServerSettings
            {
                Urls = ["https://127.0.0.1:0"],
                CertificateSettings = new() { X509Certificate = certificate },
            }
        );
        using var claude = server.GivenClaude("reset-mid-stream");
        using var trusting = new HttpClient(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback =
                    HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, claude.BaseUrl + "v1/messages")
        {
            Version = Version.Parse(http),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("""{"model":"claude-opus-5-5","stream":true}"""),
        };

        using var answer = await trusting.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            async () => await answer.Content.ReadAsStringAsync(),
            Throws.InstanceOf<HttpRequestException>()
        );
    }

    private Task<HttpResponseMessage> Post(string path) =>
        _http.PostAsync(_server.Url + path, new StringContent("""{"model":"claude-opus-5-5"}"""));

    private sealed class Log : IWireMockLogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Errors { get; } = new();

        public void Debug(string formatString, params object[] args) { }

        public void Info(string formatString, params object[] args) { }

        public void Warn(string formatString, params object[] args) => Errors.Enqueue(formatString);

        public void Error(string formatString, params object[] args) =>
            Errors.Enqueue(formatString);

        public void Error(string message, Exception exception) => Errors.Enqueue(message);

        public void DebugRequestResponse(
            global::WireMock.Admin.Requests.LogEntryModel logEntryModel,
            bool isAdminRequest
        ) { }
    }
}
