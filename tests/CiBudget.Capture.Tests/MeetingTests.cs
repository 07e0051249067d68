using static CiBudget.Capture.Tests.Meeting;

namespace CiBudget.Capture.Tests;

/// <summary>
/// However a request is met (by a question of the runtime's, or by its event when there is an Activity or the flow is suppressed), it
/// is one entry.
/// </summary>
public sealed class MeetingTests
{
    [Test, PairwiseUnlessThorough]
    public async Task A_call_is_one_entry_and_so_is_the_next_on_its_thread(
        [Values] Flow flow,
        [ValueSource(typeof(Meeting), nameof(Endings))] CallOutcome ending,
        [Values] Flow next,
        [Values] bool synchronous
    )
    {
        await using var meeting = await Start();

        var ended = await meeting.Send(flow, ending, synchronous);
        var foreign = await meeting.Send(next, CallOutcome.Answered, synchronous, foreign: true);
        var same = await meeting.Send(next, CallOutcome.Answered, synchronous);

        Assert.That(ended, Is.EqualTo(ending), "the caller sees what there is");
        Assert.That((foreign, same), Is.EqualTo((CallOutcome.Answered, CallOutcome.Answered)));
        Assert.That(
            meeting.Claude.Requests,
            Has.Count.EqualTo(ending is CallOutcome.Answered or CallOutcome.Cancelled ? 2 : 1),
            "a refused call does not leave"
        );
        meeting.Says(ending, CallOutcome.Answered);
        meeting.Traced(IsInActivity);
    }

    [Test]
    public async Task A_handler_of_a_new_client_and_the_listener_make_one_entry(
        [Values] Flow flow,
        [ValueSource(typeof(Meeting), nameof(Endings))] CallOutcome ending,
        [Values] bool synchronous
    )
    {
        await using var meeting = await Start();
        using var client = new HttpClient(new MeteringHandler(new SocketsHttpHandler()));

        // The runtime prepares a new handler on another thread.
        var first = await meeting.Send(flow, ending, synchronous, by: client);
        var second = await meeting.Send(flow, ending, synchronous, by: client);

        Assert.That((first, second), Is.EqualTo((ending, ending)));
        meeting.Says(ending, ending);
    }

    [Test]
    public async Task A_request_that_is_sent_again_is_an_entry_each_time(
        [Values] Flow first,
        [Values] Flow second,
        [Values] bool synchronous
    )
    {
        await using var meeting = await Start();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = Ask.Request(meeting.Claude);

        foreach (var flow in (Flow[])[first, second, first])
            Assert.That(
                await meeting.Send(flow, request, "?again", synchronous, invoker),
                Is.EqualTo(CallOutcome.Answered)
            );

        meeting.Says(Enumerable.Repeat(CallOutcome.Answered, 3));
    }

    [Test, PairwiseUnlessThorough]
    public async Task A_call_on_the_way_of_another_is_an_entry_of_its_own(
        [Values] Flow flow,
        [Values(CallOutcome.Answered, CallOutcome.Cancelled)] CallOutcome ending,
        [Values] Flow innerFlow,
        [ValueSource(typeof(Meeting), nameof(Endings))] CallOutcome innerEnding,
        [Values] bool foreign,
        [Values] bool synchronous
    )
    {
        await using var meeting = await Start();
        var inner = CallOutcome.Broken;
        using var client = OnTheWay(async () =>
            inner = await meeting.Send(innerFlow, innerEnding, synchronous, foreign, Count)
        );
        // No gate is asked about strangers.
        var innerEnded =
            foreign && innerEnding == CallOutcome.Refused ? CallOutcome.Answered : innerEnding;

        var outer = await meeting.Send(flow, ending, by: client);

        Assert.That((inner, outer), Is.EqualTo((innerEnded, ending)));
        if (foreign)
            meeting.Says(ending);
        else
            meeting.Says(innerEnding, ending);
        Assert.That(
            meeting.Metered.Entries.Select(entry => entry.Endpoint),
            Is.EqualTo(
                foreign
                    ? (ClaudeEndpoint[])[ClaudeEndpoint.Messages]
                    : [ClaudeEndpoint.CountTokens, ClaudeEndpoint.Messages]
            )
        );
    }

    [Test]
    public async Task Many_calls_at_once_are_met_each()
    {
        await using var meeting = await Start();
        var calls = Enumerable
            .Range(0, 64)
            .Select(i =>
                (
                    Flow: (Flow)(i % 3),
                    Ending: Endings[i / 3 % 4],
                    Synchronous: i % 5 == 0,
                    // A stranger's call is never refused.
                    Foreign: i % 7 == 0 && Endings[i / 3 % 4] != CallOutcome.Refused
                )
            )
            .ToList();

        var ended = await Task.WhenAll(
            calls.Select(call =>
                Task.Run(() => meeting.Send(call.Flow, call.Ending, call.Synchronous, call.Foreign))
            )
        );

        Assert.That(ended, Is.EqualTo(calls.Select(call => call.Ending)));
        Assert.That(
            meeting.Metered.Entries.Select(entry => entry.Outcome),
            Is.EquivalentTo(calls.Where(call => !call.Foreign).Select(call => call.Ending))
        );
        Assert.That(meeting.Metered.Meter.Unmetered, Is.Zero);
        Assert.That(meeting.Metered.Meter.InFlight, Is.Zero);
        meeting.Traced(IsInActivity);
    }

    [Test]
    public async Task A_call_that_outlives_its_meter_is_none_of_the_next([Values] Flow flow)
    {
        await using var meeting = await Start();
        var first = meeting.Metered;
        var held = meeting.SendHeld(flow);
        await Metered.Until(() => meeting.Claude.Requests.Count == 1);

        first.Dispose();
        meeting.Meter();
        var second = await meeting.Send(flow, CallOutcome.Answered);
        meeting.Release();

        Assert.That(await held, Is.EqualTo(CallOutcome.Answered));
        Assert.That(second, Is.EqualTo(CallOutcome.Answered));
        Assert.That(first.Entries, Is.Empty);
        meeting.Says(CallOutcome.Answered);
    }
}
