using System.Globalization;
using System.IO.Pipelines;
using CiBudget.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CiBudget.Replay;

/// <summary>
/// Plays a scenario to HTTP requests: gives each its step and writes the step to the wire. Any host that has an
/// <see cref="HttpContext"/> can play it. Safe for many callers at once; steps are counted exactly.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScenarioPlayer : IDisposable
{
    /// <summary>How many calls are held; the oldest are dropped first.</summary>
    public const int CallsHeld = 10_000;

    // Replies differ by model; a client that makes up models must not fill the memory.
    private const int AnswersHeld = 64;

    private readonly object _lock = new();
    private readonly StepCounter _counter;
    private readonly Queue<ReplayCall> _calls = new();
    private readonly List<BuiltAnswer> _answers = [];
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private long _total;

    /// <summary>Creates a player with every step unused.</summary>
    public ScenarioPlayer(Scenario scenario, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Steps.Count == 0)
            throw new ScenarioException(
                Codes.ScenarioInvalid,
                null,
                Position.None,
                $"Scenario '{scenario.Name}' has no steps."
            );

        Scenario = scenario;
        _time = time ?? TimeProvider.System;
        _counter = new StepCounter(scenario);
    }

    /// <summary>What is played.</summary>
    public Scenario Scenario { get; }

    /// <summary>Hears of each call when its answer is known and before it is sent; for the lines of a server's console.</summary>
    internal Action<ReplayCall>? Heard { get; set; }

    /// <summary>The calls so far.</summary>
    public ReplayCalls Calls
    {
        get
        {
            lock (_lock)
                return new ReplayCalls(_calls.ToArray(), _total);
        }
    }

    /// <summary>Forgets the calls and begins the scenario again.</summary>
    public void Reset()
    {
        lock (_lock)
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

    /// <summary>Gives a request its step, for a server that has read the body itself; nothing is written yet.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path as the scenario knows it, without what the server puts before it.</param>
    /// <param name="body">The body; null when there is none.</param>
    /// <param name="encoding">The body's <c>content-encoding</c>; null or empty for none.</param>
    public async Task<PlayedAnswer> TakeAsync(
        HttpContext context,
        string path,
        byte[]? body,
        string? encoding
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(path);
        var reader = new RequestBodyReader();
        if (body is not null)
            await reader.ReadAsync(body, encoding, context.RequestAborted).ConfigureAwait(false);
        if (path is "")
            path = "/";
        var request = context.Request;
        return new(
            this,
            context.Features,
            Take(request.Method, request.Headers, path, RequestFacts.From(path, reader))
        );
    }

    /// <summary>True for a request that is meant for the scenario, on a server that serves other things as well.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    /// <param name="headers">The names of its headers.</param>
    public bool IsMeant(string method, string path, IEnumerable<string> headers) =>
        ClaudeShape.Is(
            method,
            path,
            headers.Contains(ClaudeShape.VersionHeader, StringComparer.OrdinalIgnoreCase)
        )
        || Scenario.Steps.Any(step => step.When.Path is { } own && GlobPattern.IsMatch(own, path));

    /// <summary>Breaks the answers that are on their way, as a server does that stops. Requests that come later are still answered.</summary>
    public void Dispose()
    {
        // Not disposed itself: an answer that begins at this moment must find it cancelled.
#pragma warning disable CA2213
        _stop.Cancel();
#pragma warning restore CA2213
    }

    /// <summary>Answers one request of a server that has no <see cref="HttpContext"/>.</summary>
    internal async Task PlayAsync(IFeatureCollection http, PipeReader body)
    {
        var request = http.GetRequiredFeature<IHttpRequestFeature>();
        using var ends = Ends(http, CancellationToken.None);
        try
        {
            var reader = new RequestBodyReader();
            await reader
                .ReadAsync(body, request.Headers.ContentEncoding, ends.Token)
                .ConfigureAwait(false);
            var path = request.Path is "" ? "/" : request.Path;
            var answer = Take(
                request.Method,
                request.Headers,
                path,
                RequestFacts.From(path, reader)
            );
            await AnswerWriter.WriteAsync(http, answer, ends.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e, ends.Token))
        {
            // The client left before its request was read, or in the middle of its answer: that is its right. Or the host stops.
            Abort(http);
        }
    }

    /// <summary>Puts an answer on the wire, and breaks it when the client leaves, the scenario ends or the server stops.</summary>
    /// <param name="http">The request's features.</param>
    /// <param name="answer">What is sent.</param>
    /// <param name="serverStops">For a server that stops by itself, not by disposing this player.</param>
    internal async Task WriteAsync(
        IFeatureCollection http,
        Answer answer,
        CancellationToken serverStops
    )
    {
        using var ends = Ends(http, serverStops);
        try
        {
            await AnswerWriter.WriteAsync(http, answer, ends.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e, ends.Token))
        {
            Abort(http);
        }
    }

    /// <summary>Waits as long as an answer is late.</summary>
    /// <returns>False when the client left, the scenario ended or the server stops meanwhile; the connection is broken then.</returns>
    internal async Task<bool> WaitAsync(
        IFeatureCollection http,
        TimeSpan delay,
        CancellationToken serverStops
    )
    {
        using var ends = Ends(http, serverStops);
        await Task.Delay(delay, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ends.IsCancellationRequested)
            return true;

        Abort(http);
        return false;
    }

    private CancellationTokenSource Ends(IFeatureCollection http, CancellationToken serverStops) =>
        CancellationTokenSource.CreateLinkedTokenSource(
            http.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? CancellationToken.None,
            _stop.Token,
            serverStops
        );

    private static void Abort(IFeatureCollection http) =>
        http.Get<IHttpRequestLifetimeFeature>()?.Abort();

    private static bool IsEnd(Exception e, CancellationToken ends) =>
        e is OperationCanceledException or IOException && ends.IsCancellationRequested;

    /// <summary>Gives a request its step and records the call; nothing is written yet. For hosts that read the body themselves.</summary>
    internal Answer Take(string method, IHeaderDictionary headers, string path, RequestFacts facts)
    {
        var attempt = Attempt(headers);
        Answer answer;
        ReplayCall call;
        lock (_lock)
        {
            (var step, answer) = Choose(method, path, facts);
            call = new ReplayCall(
                method,
                path,
                facts.Model,
                facts.Stream,
                attempt,
                step,
                answer.BeforeHeaders ? null : answer.Status,
                answer.Fails,
                _time.GetUtcNow()
            );
            Record(call);
        }
        Heard?.Invoke(call);
        return answer;
    }

    private (int? Step, Answer Answer) Choose(string method, string path, RequestFacts facts)
    {
        var api = ApiPath.From(path);
        if (
            FreeAnswers.IsFree(method, api)
            && !IsNamed(method, path, facts)
            && _counter.Peek("POST", ApiPath.Messages, facts) is { } next
            && Scenario.Steps[next] is { Status: < 400, Body: ReplyBody reply } served
        )
            return (next, FreeAnswers.Answer(api, served, reply.Content));

        return _counter.Take(method, path, facts) is { } index
            ? (index, AnswerOf(index, facts))
            : (
                null,
                Unmatched.Answer(
                    Scenario,
                    method,
                    path,
                    facts,
                    _counter.IsUsedUp(method, path, facts)
                )
            );
    }

    /// <summary>True when a step is written for this very path.</summary>
    private bool IsNamed(string method, string path, RequestFacts facts) =>
        Scenario.Steps.Any(step =>
            step.When.Path is not null && step.When.Matches(method, path, facts.Model, facts.Stream)
        );

    private Answer AnswerOf(int index, RequestFacts facts)
    {
        // Only a reply differs by more than its stream.
        var key =
            Scenario.Steps[index].Body is ReplyBody
                ? facts
                : new RequestFacts(null, facts.Stream, Bedrock: facts.Bedrock);
        foreach (var known in _answers)
        {
            if (known.Step == index && known.Facts == key)
                return known.Answer;
        }
        var built = AnswerBuilder.Build(Scenario.Steps[index], facts);
        if (_answers.Count < AnswersHeld)
            _answers.Add(new(index, key, built));

        return built;
    }

    private void Record(ReplayCall call)
    {
        _total++;
        if (_calls.Count == CallsHeld)
            _calls.Dequeue();

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
    private sealed record BuiltAnswer(int Step, RequestFacts Facts, Answer Answer);
}
