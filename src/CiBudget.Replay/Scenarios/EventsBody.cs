namespace CiBudget.Replay;

/// <summary>Server-sent events (<c>text/event-stream; charset=utf-8</c>).</summary>
/// <param name="List">The events, in order.</param>
public sealed record EventsBody(IReadOnlyList<ScenarioEvent> List) : StepBody;
