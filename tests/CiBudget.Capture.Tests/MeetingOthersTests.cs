using System.Collections.Concurrent;
using System.Diagnostics;
using CiBudget.Tests;
using static CiBudget.Capture.Tests.Meeting;

namespace CiBudget.Capture.Tests;

/// <summary>Whoever else listens to the runtime's events, and whatever he wants of them, a call is one entry.</summary>
public sealed class MeetingOthersTests
{
    private const string Activity = "System.Net.Http.HttpRequestOut";
    private const string RequestEvent = "System.Net.Http.Request";

    public enum Order
    {
        Before,
        After,
        Both,
    }

    public enum Wish
    {
        Everything,
        EverythingByName,
        EverythingByPredicate,
        TheActivity,
        TheActivityWithoutItsEvents,
        TheEvents,
        Nothing,
    }

    [Test]
    public async Task A_runtime_that_asks_no_question_has_its_events_heard()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(server);
        using var runtime = new DiagnosticListener("HttpHandlerDiagnosticListener");

        Assert.That(runtime.IsEnabled(RequestEvent), "nobody asked yet");

        using var client = new HttpClient();
        using var response = await client.SendAsync(Ask.Request(server));
        Assert.That(runtime.IsEnabled(RequestEvent), Is.False, "this one asks");
        Assert.That(metered.Entry.Outcome, Is.EqualTo(CallOutcome.Answered));
    }

    [Test, PairwiseUnlessThorough]
    public async Task Another_subscriber_changes_nothing(
        [Values] Wish wish,
        [Values] Order order,
        [Values] Flow flow,
        [Values] bool synchronous
    )
    {
        await using var meeting = await Start(metered: false);
        using var before = order == Order.After ? null : new Other(wish);
        meeting.Meter();
        using var after = order == Order.Before ? null : new Other(wish);

        var ended = new List<CallOutcome>();
        foreach (var ending in Endings)
        {
            ended.Add(await meeting.Send(flow, ending, synchronous));
            await meeting.Send(flow, CallOutcome.Answered, synchronous, foreign: true);
        }

        Assert.That(ended, Is.EqualTo(Endings));
        meeting.Says(Endings);
        // Who wants the Activity gets it, and its header, as without a meter.
        var isTraced = flow == Flow.WithActivity || wish is not (Wish.TheEvents or Wish.Nothing);
        meeting.Traced(_ => isTraced);
        if (wish is not (Wish.TheActivity or Wish.TheActivityWithoutItsEvents or Wish.Nothing))
            Assert.That(
                (before ?? after)!.Heard.Count(name => name == RequestEvent),
                // A refused call may be ended before others hear of it.
                Is.InRange(7, 8)
            );
    }

    [Test, PairwiseUnlessThorough]
    public async Task Beside_another_subscriber_calls_on_the_way_are_entries_of_their_own(
        [Values(Wish.Everything, Wish.TheActivity, Wish.TheEvents, Wish.Nothing)] Wish wish,
        [Values] Order order,
        [Values] Flow flow,
        [Values] Flow innerFlow
    )
    {
        await using var meeting = await Start(metered: false);
        using var before = order == Order.After ? null : new Other(wish);
        meeting.Meter();
        using var after = order == Order.Before ? null : new Other(wish);
        using var client = OnTheWay(async () =>
        {
            await meeting.Send(innerFlow, CallOutcome.Failed, foreign: true);
            await meeting.Send(innerFlow, CallOutcome.Failed, path: Count);
        });

        var ended = await meeting.Send(flow, CallOutcome.Answered, by: client);

        Assert.That(ended, Is.EqualTo(CallOutcome.Answered));
        meeting.Says(CallOutcome.Failed, CallOutcome.Answered);
        Assert.That(
            meeting.Metered.Entries.Select(entry => entry.Endpoint),
            Is.EqualTo((ClaudeEndpoint[])[ClaudeEndpoint.CountTokens, ClaudeEndpoint.Messages])
        );
    }

    [Test, PairwiseUnlessThorough]
    public async Task Beside_another_subscriber_a_call_through_handlers_is_one_entry(
        [Values(Wish.Everything, Wish.TheActivity, Wish.TheEvents, Wish.Nothing)] Wish wish,
        [Values] Order order,
        // The handler's own call goes with the flow, and cannot when that is suppressed.
        [Values(Flow.Plain, Flow.WithActivity)] Flow flow,
        [Values] bool adapted
    )
    {
        await using var meeting = await Start(metered: false);
        using var before = order == Order.After ? null : new Other(wish);
        meeting.Meter();
        using var after = order == Order.Before ? null : new Other(wish);
        HttpMessageHandler inner = new SocketsHttpHandler();
        using var client = new HttpClient(
            new MeteringHandler(adapted ? new Adapter(inner) : inner)
        );

        var ended = new List<CallOutcome>();
        foreach (var ending in Endings)
            ended.Add(await meeting.Send(flow, ending, by: client));

        Assert.That(ended, Is.EqualTo(Endings));
        meeting.Says(Endings);
    }

    [Test]
    public async Task A_listener_to_activities_changes_nothing(
        [Values(
            ActivitySamplingResult.None,
            ActivitySamplingResult.PropagationData,
            ActivitySamplingResult.AllData
        )]
            ActivitySamplingResult sampling,
        [Values] Flow flow,
        [Values] bool synchronous
    )
    {
        await using var meeting = await Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
        };
        ActivitySource.AddActivityListener(listener);

        var ended = new List<CallOutcome>();
        foreach (var ending in Endings)
            ended.Add(await meeting.Send(flow, ending, synchronous));

        Assert.That(ended, Is.EqualTo(Endings));
        meeting.Says(Endings);
        meeting.Traced(_ => flow == Flow.WithActivity || sampling != ActivitySamplingResult.None);
    }

    /// <summary>Sends another request object than it was given, as cloud adapters do.</summary>
    private sealed class Adapter(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancel
        ) =>
            base.SendAsync(
                new(request.Method, request.RequestUri) { Content = request.Content },
                cancel
            );
    }

    /// <summary>Listens as tracing libraries do.</summary>
    private sealed class Other
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        private readonly Wish _wish;
        private readonly IDisposable _all;
        private IDisposable? _http;

        public Other(Wish wish)
        {
            _wish = wish;
            _all = DiagnosticListener.AllListeners.Subscribe(this);
        }

        public ConcurrentQueue<string> Heard { get; } = new();

        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == "HttpHandlerDiagnosticListener")
                _http = _wish switch
                {
                    Wish.Everything => listener.Subscribe(this),
                    Wish.EverythingByName => listener.Subscribe(this, _ => true),
                    Wish.EverythingByPredicate => listener.Subscribe(this, (_, _, _) => true),
                    Wish.TheActivity => listener.Subscribe(
                        this,
                        (name, _, _) => name.StartsWith(Activity)
                    ),
                    Wish.TheActivityWithoutItsEvents => listener.Subscribe(
                        this,
                        (name, _, _) => name == Activity
                    ),
                    Wish.TheEvents => listener.Subscribe(
                        this,
                        (name, _, _) => !name.StartsWith(Activity)
                    ),
                    _ => listener.Subscribe(this, (_, _, _) => false),
                };
        }

        public void OnNext(KeyValuePair<string, object?> item) => Heard.Enqueue(item.Key);

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose()
        {
            _http?.Dispose();
            _all.Dispose();
        }
    }
}
