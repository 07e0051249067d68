using System.Text.Json.Nodes;
using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>A scenario taken apart into stubs. What does not come apart is noted.</summary>
internal sealed class StubPlan
{
    private readonly Scenario _scenario;
    private readonly List<string> _notes = [];
    private readonly List<Stub> _stubs = [];

    private StubPlan(Scenario scenario) => _scenario = scenario;

    public IReadOnlyList<Stub> Stubs => _stubs;

    /// <summary>For a request that no step answers: it is told what exists, as by CiBudget's own hosts.</summary>
    public Stub Rest =>
        new(
            _scenario.Name + ", no step",
            2 * (_scenario.Steps.Count + 1),
            StepMatch.Any,
            Unmatched.Any(_scenario),
            null,
            false
        );

    public List<string> Notes => _notes;

    public bool Refused { get; private set; }

    /// <summary>Writes a scenario in one format.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="prefix">As the user gave it.</param>
    /// <param name="check">Notes or refuses what the format does not say of a stub.</param>
    /// <param name="write">Writes the file: the plan, and the path before the paths of requests.</param>
    public static ExportedScenario Export(
        Scenario scenario,
        string prefix,
        Action<StubPlan, Stub> check,
        Func<StubPlan, string, JsonNode> write
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(prefix);
        var plan = Create(scenario);
        foreach (var stub in plan.Stubs)
            check(plan, stub);

        var path = prefix.Length == 0 ? "" : "/" + prefix.Trim('/');
        return new(
            scenario.Name + ".json",
            plan.Refused ? null : StubText.Write(write(plan, path)),
            plan.Notes
        );
    }

    private static StubPlan Create(Scenario scenario)
    {
        var plan = new StubPlan(scenario);
        if (
            scenario.Cycle
            && scenario.Steps.Select(static step => step.When).Distinct().Count() > 1
        )
            plan.Refuse(
                null,
                "a scenario that cycles is told apart by request, so it has several counters that begin again"
            );

        for (var i = 0; i < scenario.Steps.Count; i++)
            plan.Add(i, scenario.Steps[i]);

        return plan;
    }

    /// <summary>The scenario cannot be said: the server would answer something else.</summary>
    public void Refuse(int? step, string why)
    {
        Refused = true;
        Note(step, why + "; not exported");
    }

    /// <summary>A step has a stub for streams and one for plain answers: what holds for both is said once.</summary>
    public void Note(int? step, string what)
    {
        var note =
            $"{Codes.NotExportable}: {_scenario.Name}{(step is { } i ? $", step {i + 1}" : "")}: {what}.";
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    private void Add(int index, ScenarioStep step)
    {
        if (step.Body is ReplyBody { Content.AfterToolResult: not null })
            Note(index, "a request that brings the result of a tool is answered like any other");

        var use = Use(index, step);
        var title = $"{_scenario.Name}, step {index + 1} of {_scenario.Steps.Count}";
        var differs =
            step.Body is ReplyBody
            || (step.Fault?.Kind == FaultKind.Error && step.Body is not EventsBody);
        if (!differs || step.When.Stream is not null)
        {
            var stream = step.When.Stream ?? false;
            _stubs.Add(Make(title, (2 * index) + 1, step, step.When, stream, use));
            return;
        }
        // The stub for streams goes first, so the other one need not say "not a stream".
        _stubs.Add(
            Make(
                title + ", as a stream",
                (2 * index) + 1,
                step,
                step.When with
                {
                    Stream = true,
                },
                true,
                use
            )
        );
        _stubs.Add(Make(title, (2 * index) + 2, step, step.When, false, use));
    }

    private Stub Make(
        string title,
        int priority,
        ScenarioStep step,
        StepMatch when,
        bool stream,
        StubUse? use
    )
    {
        var replies =
            step.Body is ReplyBody { Content.Model: null }
            && !(step.Fault?.Kind == FaultKind.Error && !stream);
        // Bytes are counted with the model that was asked for, and its name can have any length.
        var cutsBytes =
            step.Fault is { Kind: FaultKind.Truncate, AfterBytes: not null }
            && !(stream && step.Fault.AfterEvents is not null);
        if (replies && cutsBytes)
            Note(
                (priority - 1) / 2,
                $"an answer that ends after a number of bytes always names {ClaudeReply.DefaultModel}"
            );

        var echoes = replies && !cutsBytes;
        return new(
            title,
            priority,
            when,
            AnswerBuilder.Build(step, new(echoes ? Stub.ModelMark : null, stream)),
            use,
            echoes
        );
    }

    private StubUse? Use(int index, ScenarioStep step)
    {
        if (step.Times is not { } times)
            return null;

        if (!_scenario.Cycle)
            return new(
                FormattableString.Invariant($"{_scenario.Name} step {index + 1}"),
                0,
                times,
                times,
                Wraps: false
            );

        var before = _scenario.Steps.Take(index).Sum(static s => s.Times ?? 0);
        return new(
            _scenario.Name,
            before,
            times,
            _scenario.Steps.Sum(static s => s.Times ?? 0),
            Wraps: true
        );
    }
}
