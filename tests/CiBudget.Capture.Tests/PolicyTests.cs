using System.Collections.Concurrent;
using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

public sealed class PolicyTests
{
    private sealed class Policy(Func<ClaudeCall, CallDecision> decide) : ICallPolicy, ICallObserver
    {
        public ConcurrentQueue<ClaudeCall> Asked { get; } = new();

        public ConcurrentQueue<(ClaudeCall Call, LedgerEntry Entry)> Heard { get; } = new();

        public CallDecision Decide(ClaudeCall call)
        {
            Asked.Enqueue(call);
            return decide(call);
        }

        public void Ended(ClaudeCall call, PricedEntry ended) => Heard.Enqueue((call, ended.Entry));
    }

    private sealed class OverBudgetException : Exception;

    private sealed class BrokenClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override long GetTimestamp() =>
            IsBroken ? throw new InvalidOperationException() : base.GetTimestamp();
    }

    private static Metered With(Server server, params Policy[] policies) =>
        new(server, options => options with { Policies = policies });

    [Test]
    public async Task A_refusal_surfaces_unchanged_through_the_SDK_after_one_attempt()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var refusal = new OverBudgetException();
        var policy = new Policy(_ => CallDecision.Refuse(refusal));
        using var metered = With(server, policy);
        using var client = Ask.Client(server);

        Assert.That(() => client.Messages.Create(Ask.Question), Throws.Exception.SameAs(refusal));

        Assert.Multiple(() =>
        {
            Assert.That(server.Requests, Is.Empty);
            Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Refused));
            Assert.That(metered.Entry.Status, Is.Null);
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
            Assert.That(policy.Heard.Single().Entry, Is.EqualTo(metered.Entry));
            Assert.That(metered.Meter.InFlight, Is.Zero);
            Assert.That(metered.Meter.Unmetered, Is.Zero);
        });
    }

    [Test]
    public async Task An_observer_hears_of_a_call_before_it_is_decided_on_and_after_its_end()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var heard = new List<string>();
        var policy = new Policy(_ =>
        {
            heard.Add("decided");
            return CallDecision.Allow;
        });
        using var metered = new Metered(
            server,
            options =>
                options with
                {
                    Policies = [policy],
                    Observers = [new Broken(), new Listener(heard)],
                }
        );
        using var client = Ask.Client(server);

        await client.Messages.Create(Ask.Question);

        Assert.That(heard, Is.EqualTo((string[])["started", "decided", "ended"]));
        Assert.That(metered.Meter.InFlight, Is.Zero);
    }

    private sealed class Listener(List<string> heard) : ICallObserver
    {
        public void Started(ClaudeCall call) => heard.Add("started");

        public void Ended(ClaudeCall call, PricedEntry ended) => heard.Add("ended");
    }

    /// <summary>What it throws must reach neither the call nor who listens after it.</summary>
    private sealed class Broken : ICallObserver
    {
        public void Started(ClaudeCall call) => throw new InvalidOperationException();

        public void Ended(ClaudeCall call, PricedEntry ended) =>
            throw new InvalidOperationException();
    }

    [Test]
    public async Task A_handler_refuses_as_the_listener_does()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var refusal = new OverBudgetException();
        using var metered = With(server, new Policy(_ => CallDecision.Refuse(refusal)));
        using var client = new HttpClient(new MeteringHandler(new SocketsHttpHandler()));

        Assert.That(() => client.SendAsync(Ask.Request(server)), Throws.Exception.SameAs(refusal));
        Assert.That(() => client.Send(Ask.Request(server)), Throws.Exception.SameAs(refusal));

        Assert.That(server.Requests, Is.Empty);
        Assert.That(
            metered.Entries.Select(entry => entry.Outcome),
            Is.EqualTo((CallOutcome[])[CallOutcome.Refused, CallOutcome.Refused])
        );
    }

    [Test]
    public async Task A_refused_call_that_no_entry_can_be_made_of_stays_in_and_is_told()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var clock = new BrokenClock();
        var policy = new Policy(_ =>
        {
            clock.IsBroken = true;
            return CallDecision.Refuse(new OverBudgetException());
        });
        using var metered = new Metered(
            server,
            options => options with { Policies = [policy], Time = clock }
        );
        using var client = Ask.Client(server);

        Assert.That(
            () => client.Messages.Create(Ask.Question),
            Throws.TypeOf<OverBudgetException>()
        );

        Assert.That(server.Requests, Is.Empty);
        Assert.That(metered.Entries, Is.Empty);
        Assert.That(metered.Meter.InFlight, Is.EqualTo(1));
    }

    [Test]
    public async Task A_policy_that_throws_keeps_the_call_in()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = With(server, new Policy(_ => throw new OverBudgetException()));
        using var client = Ask.Client(server);

        Assert.That(
            () => client.Messages.Create(Ask.Question),
            Throws.TypeOf<OverBudgetException>()
        );

        Assert.That(server.Requests, Is.Empty);
        Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Refused));
    }

    [Test]
    public async Task A_redirected_call_goes_to_the_replay_host_and_back_as_it_was()
    {
        await using var live = await Server.Start([], status: 500);
        await using var replay = await Server.Start(WireFiles.Read("message.json"));
        var target = new Uri(replay.Url, "/scenario/7");
        using var metered = With(
            live,
            new Policy(_ => CallDecision.Replay(target, "credit-balance-too-low"))
        );
        using var client = new HttpClient();
        var request = Ask.Request(live, "/v1/messages?beta=true");
        var url = request.RequestUri;

        using var response = await client.SendAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(live.Requests, Is.Empty);
            Assert.That(
                replay.Requests.Single().Path,
                Is.EqualTo("/scenario/7/v1/messages?beta=true")
            );
            Assert.That(metered.Entry.Host, Is.EqualTo(live.Authority));
            Assert.That(metered.Entry.Replayed, Is.True);
            Assert.That(metered.Entry.Scenario, Is.EqualTo("credit-balance-too-low"));
            Assert.That(metered.Entry.Usage.Single().OutputTokens, Is.EqualTo(503));
            Assert.That(request.RequestUri, Is.EqualTo(url));
            Assert.That(metered.Meter.Unmetered, Is.Zero);
        });
    }

    [Test]
    public async Task A_client_that_calls_the_replay_host_itself_is_replayed()
    {
        await using var replay = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(with: options =>
            options with
            {
                IsReplayHost = url => url.Authority == replay.Authority,
                ReplayHostName = url => url.Authority == replay.Authority ? "a host" : null,
            }
        );
        using var client = Ask.Client(replay);

        await client.Messages.Create(Ask.Question);

        Assert.That(metered.Entry.Replayed, Is.True);
        Assert.That(metered.Entry.ReplayHost, Is.EqualTo("a host"));
        Assert.That(metered.Entry.Scenario, Is.Null);
    }

    [Test]
    public async Task The_first_policy_that_does_not_allow_decides_and_all_hear_of_the_end()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var first = new Policy(_ => CallDecision.Allow);
        var second = new Policy(_ => CallDecision.Refuse(new OverBudgetException()));
        var third = new Policy(_ => CallDecision.Allow);
        using var metered = With(server, first, second, third);
        using var client = Ask.Client(server);

        Assert.That(
            () => client.Messages.Create(Ask.Question),
            Throws.TypeOf<OverBudgetException>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(first.Heard.Single().Call, Is.SameAs(first.Asked.Single()));
            Assert.That(second.Heard.Single().Call, Is.SameAs(second.Asked.Single()));
            Assert.That(third.Asked, Is.Empty);
            Assert.That(third.Heard.Single().Call, Is.SameAs(first.Asked.Single()));
        });
    }

    [Test]
    public async Task A_policy_is_asked_once_for_each_attempt_also_with_a_handler()
    {
        await using var server = await Server.Start(
            WireFiles.Read("error-429-ramp-limit.json"),
            status: 429
        );
        var policy = new Policy(_ => CallDecision.Allow);
        using var metered = With(server, policy);
        using var client = new Anthropic.AnthropicClient
        {
            ApiKey = "test",
            BaseUrl = server.Url.ToString(),
            Handlers = [new MeteringHandler()],
        };

        Assert.That(() => client.Messages.Create(Ask.Question), Throws.Exception);

        Assert.Multiple(() =>
        {
            Assert.That(policy.Asked, Has.Count.EqualTo(3));
            Assert.That(policy.Heard, Has.Count.EqualTo(3));
            Assert.That(
                metered.Entries.Select(entry => entry.Attempt),
                Is.EqualTo((int[])[0, 1, 2])
            );
        });
    }

    [Test]
    public async Task A_policy_may_read_the_request_body()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        string? read = null;
        var policy = new Policy(call =>
        {
            call.Request.Content!.LoadIntoBufferAsync().GetAwaiter().GetResult();
            using var reader = new StreamReader(
                call.Request.Content.ReadAsStream(),
                leaveOpen: true
            );
            read = reader.ReadToEnd();
            return CallDecision.Allow;
        });
        using var metered = With(server, policy);
        using var client = new HttpClient();

        using var response = await client.SendAsync(Ask.Request(server));

        Assert.Multiple(() =>
        {
            Assert.That(read, Is.EqualTo(Ask.Body));
            Assert.That(
                server.Requests.Single().Body,
                Is.EqualTo(System.Text.Encoding.UTF8.GetBytes(Ask.Body))
            );
            Assert.That(metered.Entry.RequestModel, Is.EqualTo("claude-opus-5-5"));
        });
    }
}
