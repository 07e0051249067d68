using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CiBudget.Tests;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Capture.Tests;

/// <summary>Claude, a stranger, a meter, and calls that end as a test says.</summary>
internal sealed class Meeting : IAsyncDisposable, ICallPolicy
{
    /// <summary>The path of a call that is not the one a test is about.</summary>
    public const string Count = "/v1/messages/count_tokens";

    private static readonly byte[] Message = WireFiles.Read("message.json");

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _cancels = new();
    private readonly TaskCompletionSource _held = new();
    private readonly ClosedPort _deadClaude = new();
    private readonly ClosedPort _deadStranger = new();
    private int _calls;

    public static CallOutcome[] Endings =>
        [CallOutcome.Answered, CallOutcome.Refused, CallOutcome.Cancelled, CallOutcome.Failed];

    public Server Claude { get; private set; } = null!;

    public Server Stranger { get; private set; } = null!;

    public Metered Metered { get; private set; } = null!;

    public HttpClient Client { get; } = new();

    public static async Task<Meeting> Start(bool metered = true)
    {
        var meeting = new Meeting();
        meeting.Claude = await Server.Start(meeting.Answer);
        meeting.Stranger = await Server.Start(meeting.Answer);
        if (metered)
            meeting.Meter();
        return meeting;
    }

    public Metered Meter() =>
        Metered = new(
            Claude,
            options =>
                options with
                {
                    Hosts = [Claude.Authority, _deadClaude.Url.Authority],
                    Policies = [this],
                }
        );

    /// <summary>Makes a call.</summary>
    /// <returns>How it ended for the caller; <see cref="CallOutcome.Broken"/> when the answer is not what was sent.</returns>
    public Task<CallOutcome> Send(
        Flow flow,
        CallOutcome ending,
        bool synchronous = false,
        bool foreign = false,
        string path = "/v1/messages",
        HttpMessageInvoker? by = null
    )
    {
        var host = (ending == CallOutcome.Failed, foreign) switch
        {
            (true, true) => _deadStranger.Url,
            (true, false) => _deadClaude.Url,
            (false, true) => Stranger.Url,
            _ => Claude.Url,
        };
        var number = $"?{flow}-{ending}-{Interlocked.Increment(ref _calls)}";
        var request = Ask.Request(host, path + number);
        return Send(flow, request, number, synchronous, by ?? Client);
    }

    /// <summary>A call that is not answered before <see cref="Release"/>.</summary>
    public Task<CallOutcome> SendHeld(Flow flow) =>
        Send(flow, Ask.Request(Claude, "/v1/messages?held"), "?held", false, Client);

    public void Release() => _held.SetResult();

    public Task<CallOutcome> Send(
        Flow flow,
        HttpRequestMessage request,
        string number,
        bool synchronous,
        HttpMessageInvoker by
    )
    {
        switch (flow)
        {
            case Flow.WithActivity:
                return SendInActivity(request, number, synchronous, by);
            case Flow.Suppressed:
                using (ExecutionContext.SuppressFlow())
                    return Send(request, number, synchronous, by);
            default:
                return Send(request, number, synchronous, by);
        }
    }

    /// <summary>A client that does something else before it connects.</summary>
    public static HttpClient OnTheWay(Func<Task> first) =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancel) =>
                {
                    await first();
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );

    private async Task<CallOutcome> SendInActivity(
        HttpRequestMessage request,
        string number,
        bool synchronous,
        HttpMessageInvoker by
    )
    {
        using var activity = new Activity("test").Start();
        return await Send(request, number, synchronous, by);
    }

    private async Task<CallOutcome> Send(
        HttpRequestMessage request,
        string number,
        bool synchronous,
        HttpMessageInvoker by
    )
    {
        var cancel = _cancels[number] = new();
        try
        {
            using var response = synchronous
                ? by.Send(request, cancel.Token)
                : await by.SendAsync(request, cancel.Token);
            var body = await response.Content.ReadAsByteArrayAsync();
            return body.SequenceEqual(Message) ? CallOutcome.Answered : CallOutcome.Broken;
        }
        catch (OverBudgetException)
        {
            return CallOutcome.Refused;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return CallOutcome.Cancelled;
        }
        catch (HttpRequestException)
        {
            return CallOutcome.Failed;
        }
    }

    private async Task Answer(HttpContext context)
    {
        var number = context.Request.QueryString.Value!;
        if (number.Contains(nameof(CallOutcome.Cancelled)))
        {
            await _cancels[number].CancelAsync();
            await Server.UntilAborted(context);
        }
        if (number == "?held")
            await _held.Task;
        await Server.Answer(context, Message);
    }

    /// <summary>The entries are these, in this order, and nothing was lost.</summary>
    public void Says(params IEnumerable<CallOutcome> endings)
    {
        Assert.That(
            Metered.Entries.Select(entry => entry.Outcome),
            Is.EqualTo(endings),
            "one entry for each attempt"
        );
        foreach (var entry in Metered.Entries)
            Assert.That(
                (entry.Usage.Sum(part => part.OutputTokens), entry.Status),
                entry.Outcome == CallOutcome.Answered
                    ? Is.EqualTo((503L, (int?)200))
                    : Is.AnyOf((0L, (int?)200), (0L, (int?)null))
            );
        Assert.That(Metered.Meter.Unmetered, Is.Zero);
        Assert.That(Metered.Meter.InFlight, Is.Zero);
    }

    /// <summary>Only these requests have a <c>traceparent</c>, as without a meter.</summary>
    public void Traced(Func<string, bool> path)
    {
        var seen = Claude.Requests.Concat(Stranger.Requests).ToList();
        Assert.That(
            seen.Where(request => request.Headers.ContainsKey("traceparent"))
                .Select(request => request.Path),
            Is.EqualTo(seen.Select(request => request.Path).Where(path))
        );
    }

    public static bool IsInActivity(string path) => path.Contains(nameof(Flow.WithActivity));

    CallDecision ICallPolicy.Decide(ClaudeCall call) =>
        !call.IsElsewhere && call.Url.Query.Contains(nameof(CallOutcome.Refused))
            ? CallDecision.Refuse(new OverBudgetException())
            : CallDecision.Allow;

    public async ValueTask DisposeAsync()
    {
        Metered?.Dispose();
        Client.Dispose();
        await Claude.DisposeAsync();
        await Stranger.DisposeAsync();
        _deadClaude.Dispose();
        _deadStranger.Dispose();
    }

    private sealed class OverBudgetException : Exception;
}
