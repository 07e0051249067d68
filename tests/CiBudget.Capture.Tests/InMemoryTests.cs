using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

/// <summary>A body that is in memory is read before it leaves, and the entry is the same as for one that is watched.</summary>
public sealed class InMemoryTests
{
    private static readonly byte[] Json =
        """{"model":"claude-opus-5-5","max_tokens":77,"stream":false,"messages":[]}"""u8.ToArray();

    public enum Body
    {
        Bytes,
        Text,
        Memory,
        Stream,
    }

    private static HttpContent Content(Body body)
    {
        HttpContent content = body switch
        {
            Body.Bytes => new ByteArrayContent(Json),
            Body.Text => new StringContent(System.Text.Encoding.UTF8.GetString(Json)),
            Body.Memory => new ReadOnlyMemoryContent(Json),
            _ => new StreamContent(new MemoryStream(Json)),
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static HttpRequestMessage Request(Uri server, HttpContent content) =>
        new(HttpMethod.Post, new Uri(server, "/v1/messages")) { Content = content };

    [Test]
    public async Task Every_kind_of_body_says_the_same([Values] Body body)
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var client = new HttpClient();
        using var request = Request(server.Url, Content(body));
        var content = request.Content;

        (await client.SendAsync(request)).Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(request.Content, Is.SameAs(content));
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
            Assert.That(metered.Entry.MaxTokens, Is.EqualTo(77));
            Assert.That(metered.Entry.PromptHash, Is.EqualTo(HashOf(Json)));
        });
    }

    [TestCase(Body.Bytes)]
    [TestCase(Body.Stream)]
    public void A_call_that_found_no_connection_cost_nothing(Body body)
    {
        using var metered = new Metered(with: static options =>
            options with
            {
                Hosts = ["127.0.0.1"],
            }
        );
        using var client = new HttpClient();
        using var nobody = new ClosedPort();
        using var request = Request(nobody.Url, Content(body));

        Assert.That(
            async () => await client.SendAsync(request),
            Throws.TypeOf<HttpRequestException>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Failed));
            Assert.That(metered.Entry.Complete, Is.True, "nothing left");
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [TestCase(Body.Bytes)]
    [TestCase(Body.Stream)]
    public async Task A_call_that_lost_its_connection_may_have_cost_something(Body body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var metered = new Metered(with: static options =>
            options with
            {
                Hosts = ["127.0.0.1"],
            }
        );
        using var client = new HttpClient();
        using var request = Request(url, Content(body));

        var sending = client.SendAsync(request);
        using (var connection = await listener.AcceptTcpClientAsync())
        {
            var read = 0;
            while (read < Json.Length)
                read += await connection.GetStream().ReadAsync(new byte[4096]);
        }

        Assert.That(async () => await sending, Throws.TypeOf<HttpRequestException>());
        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Failed));
            Assert.That(metered.Entry.Complete, Is.False);
        });
    }

    [Test]
    public void A_body_that_was_disposed_fails_as_it_would_unmetered()
    {
        using var client = new HttpClient();
        string Failure()
        {
            var content = Content(Body.Bytes);
            content.Dispose();
            using var request = Request(new Uri("http://127.0.0.1:9/"), content);
            return Assert.CatchAsync(async () => await client.SendAsync(request))!.GetType().Name;
        }
        var unmetered = Failure();

        using var metered = new Metered(with: static options =>
            options with
            {
                Hosts = ["127.0.0.1"],
            }
        );

        Assert.That(Failure(), Is.EqualTo(unmetered));
        Assert.That(metered.Meter.Unmetered + metered.Meter.InFlight, Is.Zero);
    }

    private static string HashOf(byte[] body)
    {
        var reader = new RequestReader("run-1");
        reader.Write(body);
        return reader.PromptHash();
    }
}
