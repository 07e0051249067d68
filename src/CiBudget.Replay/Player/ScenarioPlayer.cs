using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
    private readonly List<BuiltAnswer> _answers = [];
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
    public Task PlayAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return PlayAsync(context.Features, context.Request.BodyReader);
    }

    /// <summary>Answers one request of a server that has no <see cref="HttpContext"/>.</summary>
    internal async Task PlayAsync(IFeatureCollection http, PipeReader body)
    {
        var aborted = Aborted(http);
        try
        {
            var reader = new RequestReader(salt: null);
            bool isWhole;
            do
            {
                // As it arrives: the body is never held as a whole.
                var read = await body.ReadAsync(aborted).ConfigureAwait(false);
                foreach (var piece in read.Buffer)
                {
                    reader.Write(piece.Span);
                }
                body.AdvanceTo(read.Buffer.End);
                isWhole = read.IsCompleted;
            } while (!isWhole);
            var request = http.GetRequiredFeature<IHttpRequestFeature>();
            var answer = Take(
                request.Method,
                request.Headers,
                request.Path is "" ? "/" : request.Path,
                new(reader.Model, reader.Stream)
            );
            await AnswerWriter.WriteAsync(http, answer, aborted).ConfigureAwait(false);
        }
        catch (Exception e) when (ClientLeft(e, aborted))
        {
            // The client left before its request was read, or in the middle of its answer: that is its right.
        }
    }

    /// <summary>Puts an answer on the wire.</summary>
    internal static async Task WriteAsync(IFeatureCollection http, Answer answer)
    {
        var aborted = Aborted(http);
        try
        {
            await AnswerWriter.WriteAsync(http, answer, aborted).ConfigureAwait(false);
        }
        catch (Exception e) when (ClientLeft(e, aborted))
        {
            // As above.
        }
    }

    private static CancellationToken Aborted(IFeatureCollection http) =>
        http.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? CancellationToken.None;

    private static bool ClientLeft(Exception e, CancellationToken aborted) =>
        e is OperationCanceledException or IOException && aborted.IsCancellationRequested;

    /// <summary>Gives a request its step and records the call; nothing is written yet. For hosts that read the body themselves.</summary>
    internal Answer Take(string method, IHeaderDictionary headers, string path, RequestFacts facts)
    {
        var attempt = Attempt(headers);
        lock (_gate)
        {
            var step = _counter.Take(method, path, facts);
            var answer = step is { } index
                ? AnswerOf(index, facts)
                : Unmatched.Answer(
                    Scenario,
                    method,
                    path,
                    facts,
                    _counter.IsUsedUp(method, path, facts)
                );
            Record(
                new ReplayCall(
                    method,
                    path,
                    facts.Model,
                    facts.Stream,
                    attempt,
                    step,
                    answer.BeforeHeaders ? null : answer.Status,
                    answer.Status >= 400 || (step is { } i && Scenario.Steps[i].Fault is not null),
                    _time.GetUtcNow()
                )
            );
            return answer;
        }
    }

    private Answer AnswerOf(int index, RequestFacts facts)
    {
        var step = Scenario.Steps[index];
        var model = step.Body is ReplyBody ? facts.Model : null;
        foreach (var known in _answers)
        {
            if (known.Step == index && known.Stream == facts.Stream && known.Model == model)
            {
                return known.Answer;
            }
        }
        var built = AnswerBuilder.Build(step, facts.Model, facts.Stream);
        if (_answers.Count < AnswersHeld)
        {
            _answers.Add(new(index, facts.Stream, model, built));
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

    private static int Attempt(IHeaderDictionary headers) =>
        int.TryParse(
            headers["x-stainless-retry-count"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var attempt
        )
            ? attempt
            : 0;

    // A class: generics over structs of ours are code that the runtime compiles before the first answer.
    private sealed record BuiltAnswer(int Step, bool Stream, string? Model, Answer Answer);
}
