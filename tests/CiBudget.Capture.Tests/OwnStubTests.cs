using System.Net;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

/// <summary>A handler of the product's own that answers in Claude's place costs nothing; one that lets the request out does.</summary>
public sealed class OwnStubTests
{
    private static HttpResponseMessage Answer() =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(WireFiles.Read("message.json")) };

    [Test]
    public async Task An_answer_that_came_from_no_server_is_replayed([Values] bool synchronous)
    {
        using var metered = new Metered();
        using var client = new HttpClient(new MeteringHandler(new Stub(Answer)));
        using var request = Ask.Request(new Uri("https://api.anthropic.com"));

        using var response = synchronous ? client.Send(request) : await client.SendAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(metered.Entry.Replayed, Is.True);
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
        });
    }

    [Test]
    public void A_timeout_that_a_stub_makes_up_bills_nothing()
    {
        using var metered = new Metered();
        using var client = new HttpClient(
            new MeteringHandler(new Stub(static () => throw new TaskCanceledException()))
        );

        Assert.That(
            async () => await client.SendAsync(Ask.Request(new Uri("https://api.anthropic.com"))),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(metered.Entry.Replayed, Is.True);
        Assert.That(metered.Entry.UsageMissing, Is.False);
    }

    [Test]
    public async Task A_client_that_hides_from_the_listener_is_live_all_the_same()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var client = new HttpClient(
            new MeteringHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null })
        );

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.That(metered.Entry.Replayed, Is.False);
    }

    [Test]
    public async Task A_stub_that_answers_sometimes_is_live_the_other_times()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var client = new HttpClient(
            new MeteringHandler(new Every2nd { InnerHandler = new SocketsHttpHandler() })
        );

        using var stubbed = await client.SendAsync(Ask.Request(server));
        using var live = await client.SendAsync(Ask.Request(server));

        Assert.That(
            metered.Entries.Select(entry => entry.Replayed),
            Is.EqualTo((bool[])[true, false])
        );
    }

    private sealed class Stub(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => answer();

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            return answer();
        }
    }

    private sealed class Every2nd : DelegatingHandler
    {
        private int _calls;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            ++_calls % 2 == 1
                ? Task.FromResult(Answer())
                : base.SendAsync(request, cancellationToken);
    }
}
