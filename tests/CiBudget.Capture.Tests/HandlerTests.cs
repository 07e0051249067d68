using System.Net.Sockets;
using CiBudget.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CiBudget.Capture.Tests;

public sealed class HandlerTests
{
    // Hosts of clients are known for as long as the process lives. A port would be a server's of another test later on.
    private static readonly Uri ProxyUrl = new("http://claude-proxy.test");

    /// <summary>Answers by itself, as the fake handlers of unit tests do; the listener does not see it.</summary>
    private sealed class Fake : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Content?.CopyTo(Stream.Null, null, cancellationToken);
            return new()
            {
                RequestMessage = request,
                Content = new ByteArrayContent(WireFiles.Read("message.json"))
                {
                    Headers = { { "Content-Type", "application/json" } },
                },
            };
        }
    }

    /// <summary>Sends everything a second time, whatever came the first.</summary>
    private sealed class Twice(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Makes another request object of each, as cloud adapters do, and asks a third party first.</summary>
    private sealed class Adapter(Uri thirdParty, HttpMessageHandler inner)
        : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            using var token = new HttpRequestMessage(HttpMethod.Get, thirdParty);
            (await base.SendAsync(token, cancellationToken)).Dispose();
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var other = new HttpRequestMessage(HttpMethod.Post, request.RequestUri)
            {
                Content = new StringContent(body),
            };
            return await base.SendAsync(other, cancellationToken);
        }
    }

    private static async Task<string> Send(HttpMessageHandler handler, Server server)
    {
        using var client = new HttpClient(handler);
        using var response = await client.SendAsync(Ask.Request(server));
        return await response.Content.ReadAsStringAsync();
    }

    [Test]
    public async Task Handler_and_listener_together_count_a_call_once()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);

        await Send(new MeteringHandler(new SocketsHttpHandler()), server);

        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
        Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
        Assert.That(metered.Meter.InFlight, Is.Zero);
    }

    [Test]
    public async Task Two_handlers_and_the_listener_count_a_call_once()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);

        await Send(new MeteringHandler(new MeteringHandler(new SocketsHttpHandler())), server);

        Assert.That(metered.Entries, Has.Count.EqualTo(1));
        Assert.That(metered.Meter.InFlight, Is.Zero);
    }

    [Test]
    public async Task Attempts_below_the_handler_count_each()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);

        await Send(new MeteringHandler(new Twice(new SocketsHttpHandler())), server);

        Assert.Multiple(() =>
        {
            Assert.That(server.Requests, Has.Count.EqualTo(2));
            Assert.That(metered.Entries, Has.Count.EqualTo(2));
            Assert.That(
                metered.Entries.Select(entry => entry.PromptHash).Distinct().Count(),
                Is.EqualTo(1)
            );
            Assert.That(server.Requests[1].Body, Is.EqualTo(server.Requests[0].Body));
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [Test]
    public async Task An_adapter_below_the_handler_counts_once_and_its_own_calls_do_not()
    {
        await using var thirdParty = await Server.Start("token"u8.ToArray(), "text/plain");
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);

        await Send(
            new MeteringHandler(new Adapter(thirdParty.Url, new SocketsHttpHandler())),
            server
        );

        Assert.Multiple(() =>
        {
            Assert.That(thirdParty.Requests, Has.Count.EqualTo(1));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
            Assert.That(metered.Meter.InFlight, Is.Zero);
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_handler_meters_what_the_listener_cannot_see(bool synchronous)
    {
        await using var server = await Server.Start([]);
        using var metered = new Metered(server);
        using var client = new HttpClient(new MeteringHandler(new Fake()));

        using var response = synchronous
            ? client.Send(Ask.Request(server))
            : await client.SendAsync(Ask.Request(server));
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(bytes, Is.EqualTo(WireFiles.Read("message.json")));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
        });
    }

    [Test]
    public async Task A_synchronous_call_through_the_handler_counts_once()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var client = new HttpClient(new MeteringHandler(new SocketsHttpHandler()));

        using var first = client.Send(Ask.Request(server));
        using var second = client.Send(Ask.Request(server));

        Assert.That(metered.Entries, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_handler_tells_of_failures()
    {
        using var metered = new Metered(with: options => options with { Hosts = ["127.0.0.1:1"] });
        using var client = new HttpClient(
            new MeteringHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null })
        );

        Assert.That(
            () => client.PostAsync(new Uri("http://127.0.0.1:1/v1/messages"), null),
            Throws.InstanceOf<HttpRequestException>()
        );

        Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Failed));
        Assert.That(metered.Meter.Unmetered, Is.Zero);
    }

    [Test]
    public async Task A_handler_without_a_meter_does_nothing()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));

        Assert.That(
            await Send(new MeteringHandler(new SocketsHttpHandler()), server),
            Does.StartWith("{")
        );
    }

    [Test]
    public async Task A_client_of_the_factory_is_metered()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        var services = new ServiceCollection();
        services
            .AddHttpClient("claude")
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { ActivityHeadersPropagator = null }
            )
            .AddClaudeMeter();
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("claude");

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
        Assert.That(metered.Meter.Unmetered, Is.Zero, "the handler metered it");
    }

    [Test]
    public async Task A_client_of_the_factory_may_name_hosts_of_its_own()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered();
        var services = new ServiceCollection();
        services
            .AddHttpClient("claude")
            .ConfigurePrimaryHttpMessageHandler(() => ConnectingTo(server))
            .AddClaudeMeter(options => options.Hosts.Add(ProxyUrl.Host));
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("claude");

        using var response = await client.SendAsync(Ask.Request(ProxyUrl));

        Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
    }

    [Test]
    public async Task Whatever_goes_to_a_host_of_a_client_s_own_is_recorded()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered();
        new ServiceCollection()
            .AddHttpClient("claude")
            .AddClaudeMeter(options => options.Hosts.Add(ProxyUrl.Host));
        using var client = new HttpClient(ConnectingTo(server));

        using var body = new StringContent("{}");
        using var response = await client.PostAsync(new Uri(ProxyUrl, "/chat"), body);

        Assert.That(metered.Entry.Endpoint, Is.EqualTo(ClaudeEndpoint.Unknown));
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("claude.proxy.test/base")]
    [TestCase("http://")]
    public void What_is_no_host_is_refused(string host) =>
        Assert.That(
            () =>
                new ServiceCollection()
                    .AddHttpClient("claude")
                    .AddClaudeMeter(options => options.Hosts.Add(host)),
            Throws.ArgumentException.With.Message.Contains("is no host")
        );

    private static SocketsHttpHandler ConnectingTo(Server server) =>
        new()
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(server.Url.Host, server.Url.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
}
