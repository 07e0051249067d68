using System.Net.Http.Json;
using System.Text;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

/// <summary>What looks like a Claude call and goes to a host that nobody declared is told, and refused where a promise is to be kept.</summary>
public sealed class UnknownHostTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() =>
        _directory = Directory.CreateTempSubdirectory("cibudget-elsewhere-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    private static HttpContent Json(string json) =>
        new StringContent(json, Encoding.UTF8, "application/json");

    private static HttpContent Stream(string json) =>
        new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private const string Sms = """{"from":"shop","to":"+4912345","text":"hi","channel":"sms"}""";

    private static readonly Dictionary<
        string,
        (string Method, string Path, Func<HttpContent?> Body, bool HasHeader)
    > Shapes = new()
    {
        ["the SDK's"] = ("POST", "/v1/messages", () => Json(Ask.Body), true),
        ["behind a prefix"] = ("POST", "/claude/eu/v1/messages", () => Json(Ask.Body), false),
        ["another path with the header"] = ("POST", "/claude/ask", () => Json("{}"), true),
        ["as an object"] = (
            "POST",
            "/v1/messages",
            () => JsonContent.Create(new { model = "claude-opus-5-5", max_tokens = 64 }),
            false
        ),
        ["a body that nobody can read first"] = (
            "POST",
            "/v1/messages",
            () => Stream(Ask.Body),
            false
        ),
        ["in small letters"] = ("post", "/v1/messages?beta=true", () => Json(Ask.Body), false),
        ["a batch"] = ("POST", "/v1/messages/batches", () => Json("""{"requests":[]}"""), false),
        ["Vertex"] = (
            "POST",
            "/v1/projects/p/locations/l/publishers/anthropic/models/claude-opus-5-5:rawPredict",
            () => Json("{}"),
            false
        ),
        ["Bedrock"] = ("POST", "/model/anthropic.claude-opus-5-5/invoke", () => Json("{}"), false),
    };

    private static readonly Dictionary<
        string,
        (string Method, string Path, Func<HttpContent?> Body)
    > Others = new()
    {
        ["a health check"] = ("GET", "/health", () => null),
        ["reading from the same path"] = ("GET", "/v1/messages", () => null),
        ["an SMS"] = ("POST", "/v1/messages", () => Json(Sms)),
        ["an SMS as an object"] = (
            "POST",
            "/v1/messages",
            () => JsonContent.Create(new { to = "+4912345", text = "hi" })
        ),
        ["a form"] = ("POST", "/v1/messages", () => new FormUrlEncodedContent([new("text", "hi")])),
        ["no body"] = ("POST", "/v1/messages", () => null),
        ["OpenAI"] = (
            "POST",
            "/v1/chat/completions",
            () => Json("""{"model":"gpt-5","messages":[]}""")
        ),
        ["Bedrock of others"] = ("POST", "/model/amazon.nova-pro-v1:0/invoke", () => Json("{}")),
        ["Vertex of others"] = (
            "POST",
            "/v1/projects/p/locations/l/publishers/google/models/gemini:generateContent",
            () => Json("{}")
        ),
        ["something else of ours"] = ("POST", "/api/orders", () => Json("""{"model":"T"}""")),
    };

    private static IEnumerable<string> ShapeNames => Shapes.Keys;

    private static IEnumerable<string> OtherNames => Others.Keys;

    [TestCaseSource(nameof(ShapeNames))]
    public async Task A_request_that_looks_like_a_Claude_call_is_told(string shape)
    {
        var (method, path, body, hasHeader) = Shapes[shape];
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = Ledgered();
        using var client = new HttpClient();

        await Send(client, server.Url, method, path, body(), hasHeader);

        Assert.Multiple(() =>
        {
            Assert.That(
                Notices(metered).Single(),
                Does.Contain("\"code\":\"CIB013\"").And.Contain(server.Authority)
            );
            Assert.That(metered.Entries, Is.Empty, "it is no call of the run's");
            Assert.That(metered.Meter.InFlight, Is.Zero);
            Assert.That(metered.Meter.Unmetered, Is.Zero);
            Assert.That(server.Requests, Has.Count.EqualTo(1));
        });
    }

    [TestCaseSource(nameof(OtherNames))]
    public async Task Other_requests_are_nobodys_business(string other)
    {
        var (method, path, body) = Others[other];
        await using var server = await Server.Start("{}"u8.ToArray());
        using var metered = Ledgered(new Refusing());
        using var client = new HttpClient();

        await Send(client, server.Url, method, path, body(), hasHeader: false);

        Assert.That(Notices(metered), Is.Empty);
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [TestCaseSource(nameof(ShapeNames))]
    public async Task Who_keeps_calls_in_keeps_it_in(string shape)
    {
        var (method, path, body, hasHeader) = Shapes[shape];
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = Ledgered(new Refusing());
        using var client = new HttpClient();

        Assert.That(
            async () => await Send(client, server.Url, method, path, body(), hasHeader),
            Throws
                .TypeOf<UnknownHostException>()
                .With.Message.EndsWith(
                    $"add \"{server.Authority}\" to \"replayHosts\" in the budget file if it is a fake Claude of your own, else to \"hosts\"."
                )
        );

        Assert.Multiple(() =>
        {
            Assert.That(server.Requests, Is.Empty);
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Refused));
            Assert.That(metered.Entry.Code, Is.EqualTo(Codes.Unmeasured));
        });
    }

    [Test]
    public async Task Limits_that_are_enforced_keep_it_in()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var budget = BudgetFile.Parse(
            """{ "run": { "cost": "$1", "enforce": "stop" } }"""u8.ToArray(),
            "cibudget.json"
        );
        using var gate = LimitPolicy.Open(
            budget,
            PriceSheet.Embedded,
            _directory,
            static _ => false
        );
        using var metered = Ledgered(gate);
        using var client = new HttpClient();

        Assert.That(
            async () => await client.SendAsync(Ask.Request(server)),
            Throws.TypeOf<UnknownHostException>()
        );
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_redirect_to_another_host_is_a_request_of_its_own()
    {
        await using var other = await Server.Start(WireFiles.Read("message.json"));
        await using var server = await Server.Start(context =>
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = other.Url + "v1/messages";
            return Task.CompletedTask;
        });
        using var metered = new Metered(
            server,
            options => options with { RunDirectory = _directory }
        );
        using var client = new HttpClient();

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.That(metered.Entry.Status, Is.EqualTo(308));
        Assert.That(Notices(metered).Single(), Does.Contain(other.Authority));
    }

    [TestCase("https://api.anthropic.com./v1/messages")]
    [TestCase("https://API.Anthropic.COM/v1/messages")]
    [TestCase("https://\uff41pi.anthropic.com/v1/messages")]
    [TestCase("https://api\u3002anthropic\uff0ecom/v1/messages")]
    [TestCase("https://Proxy.Test./v1/messages")]
    public void A_host_is_known_in_every_spelling(string url)
    {
        using var metered = new Metered(with: static options =>
            options with
            {
                Hosts = ["PROXY.test."],
                Policies = [new RefusingKnown()],
            }
        );
        using var client = new HttpClient();

        Assert.That(
            async () => await client.SendAsync(Ask.Request(new Uri(url))),
            Throws.TypeOf<KnownException>()
        );
    }

    [Test]
    public async Task A_handler_and_the_listener_tell_it_once()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = Ledgered();
        using var client = new HttpClient(new MeteringHandler(new SocketsHttpHandler()));

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.That(Notices(metered), Has.Count.EqualTo(1));
    }

    private Metered Ledgered(params ICallPolicy[] gates) =>
        new(with: options => options with { RunDirectory = _directory, Policies = gates });

    private static async Task Send(
        HttpClient client,
        Uri server,
        string method,
        string path,
        HttpContent? body,
        bool hasHeader
    )
    {
        using var request = new HttpRequestMessage(new(method), new Uri(server, path))
        {
            Content = body,
        };
        if (hasHeader)
            request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await client.SendAsync(request);
    }

    private static List<string> Notices(Metered metered) =>
        [
            .. File.ReadLines(metered.Meter.LedgerPath!)
                .Where(line => line.Contains("\"kind\":\"notice\"", StringComparison.Ordinal)),
        ];

    private sealed class Refusing : ICallPolicy
    {
        public CallDecision Decide(ClaudeCall call) =>
            CallDecision.Refuse(new UnknownHostException(call, "a test says so"), Codes.Unmeasured);
    }

    private sealed class KnownException : Exception;

    private sealed class RefusingKnown : ICallPolicy
    {
        public CallDecision Decide(ClaudeCall call) =>
            CallDecision.Refuse(
                call.IsElsewhere ? new InvalidOperationException() : new KnownException()
            );
    }
}
