using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Replay;

/// <summary>
/// Plays a scenario to HTTP requests: gives each its step and writes the step to the wire. Any host that has an
/// <see cref="HttpContext"/> can play it. Safe for many callers at once; steps are counted exactly.
/// </summary>
public sealed class ScenarioPlayer
{
    /// <summary>How many calls are held; the oldest are dropped first.</summary>
    public const int CallsHeld = 10_000;

    // Replies differ by model; a client that makes up models must not fill the memory.
    private const int AnswersHeld = 64;

    private readonly object _gate = new();
    private readonly StepCounter _counter;
    private readonly Queue<ReplayCall> _calls = new();
    private readonly ConcurrentDictionary<(int Step, bool Stream, string? Model), Answer> _answers =
        new();
    private readonly TimeProvider _time;
    private long _total;

    /// <summary>Creates a player with every step unused.</summary>
    public ScenarioPlayer(Scenario scenario, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Steps.Count == 0)
        {
            throw new ScenarioException(
                Codes.ScenarioInvalid,
                null,
                Position.None,
                $"Scenario '{scenario.Name}' has no steps."
            );
        }
        Scenario = scenario;
        _time = time ?? TimeProvider.System;
        _counter = new StepCounter(scenario);
    }

    /// <summary>What is played.</summary>
    public Scenario Scenario { get; }

    /// <summary>The calls so far.</summary>
    public ReplayCalls Calls
    {
        get
        {
            lock (_gate)
            {
                return new ReplayCalls(_calls.ToArray(), _total);
            }
        }
    }

    /// <summary>Forgets the calls and begins the scenario again.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _counter.Reset();
            _calls.Clear();
            _total = 0;
        }
    }

    /// <summary>Answers one request. A client that leaves ends it quietly.</summary>
    public async Task PlayAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var answer = await TakeAsync(context).ConfigureAwait(false);
            await WriteAsync(context, answer).ConfigureAwait(false);
        }
        catch (Exception e) when (ClientLeft(context, e))
        {
            // The client left before its request was read: that is its right.
        }
    }

    /// <summary>Puts an answer on the wire.</summary>
    internal static async Task WriteAsync(HttpContext context, Answer answer)
    {
        try
        {
            await AnswerWriter
                .WriteAsync(context, answer, context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (ClientLeft(context, e))
        {
            // The client left in the middle of its answer: that is its right.
        }
    }

    private static bool ClientLeft(HttpContext context, Exception e) =>
        e is OperationCanceledException or IOException
        && context.RequestAborted.IsCancellationRequested;

    private async ValueTask<Answer> TakeAsync(HttpContext context)
    {
        var request = context.Request;
        var facts = await RequestPeek
            .ReadAsync(request.BodyReader, context.RequestAborted)
            .ConfigureAwait(false);
        return Take(request, request.Path.Value ?? "/", facts);
    }

    /// <summary>Gives a request its step and records the call; nothing is written yet. For hosts that read the body themselves.</summary>
    internal Answer Take(HttpRequest request, string path, RequestFacts facts)
    {
        var attempt = Attempt(request);
        lock (_gate)
        {
            var step = _counter.Take(request.Method, path, facts);
            var answer = step is { } index
                ? AnswerOf(index, facts)
                : Unmatched.Answer(
                    Scenario,
                    request.Method,
                    path,
                    facts,
                    _counter.IsUsedUp(request.Method, path, facts)
                );
            Record(
                new ReplayCall
                {
                    Method = request.Method,
                    Path = path,
                    Model = facts.Model,
                    Stream = facts.Stream,
                    Attempt = attempt,
                    Step = step,
                    Status = answer.BeforeHeaders ? null : answer.Status,
                    Failed =
                        answer.Status >= 400
                        || (step is { } i && Scenario.Steps[i].Fault is not null),
                    Time = _time.GetUtcNow(),
                }
            );
            return answer;
        }
    }

    private Answer AnswerOf(int index, RequestFacts facts)
    {
        var step = Scenario.Steps[index];
        var key = (index, facts.Stream, step.Body is ReplyBody ? facts.Model : null);
        if (_answers.TryGetValue(key, out var known))
        {
            return known;
        }
        var built = AnswerBuilder.Build(step, facts.Model, facts.Stream);
        if (_answers.Count < AnswersHeld)
        {
            _answers[key] = built;
        }
        return built;
    }

    private void Record(ReplayCall call)
    {
        _total++;
        if (_calls.Count == CallsHeld)
        {
            _calls.Dequeue();
        }
        _calls.Enqueue(call);
    }

    private static int Attempt(HttpRequest request) =>
        int.TryParse(
            request.Headers["x-stainless-retry-count"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var attempt
        )
            ? attempt
            : 0;
}
