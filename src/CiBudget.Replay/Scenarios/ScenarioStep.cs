namespace CiBudget.Replay;

/// <summary>One answer of a scenario: how often, to which request, and what goes over the wire.</summary>
public sealed record ScenarioStep
{
    /// <summary>How often it answers; null for ever.</summary>
    public int? Times { get; init; }

    /// <summary>Which requests it answers.</summary>
    public StepMatch When { get; init; } = StepMatch.Any;

    /// <summary>How long the client waits for the first byte.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>
    /// Headers beside those that Claude always sends (<c>request-id</c>, <c>anthropic-organization-id</c>); a null value takes
    /// one of those away.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = NoHeaders;

    /// <summary>The body.</summary>
    public StepBody Body { get; init; } = StepBody.Empty;

    /// <summary>How the answer breaks; null when it arrives whole.</summary>
    public StepFault? Fault { get; init; }

    private static readonly IReadOnlyDictionary<string, string?> NoHeaders =
        new Dictionary<string, string?>();

    /// <summary>A successful answer, whole or streamed as the request asks.</summary>
    public static ScenarioStep Reply(ClaudeReply reply) =>
        new() { Body = StepBody.Reply(reply), When = StepMatch.Messages };

    /// <summary>An error answer.</summary>
    /// <param name="status">HTTP status, for example 402.</param>
    /// <param name="json">The body, as it goes over the wire.</param>
    public static ScenarioStep Error(int status, string json) =>
        new() { Status = status, Body = StepBody.Json(json) };

    /// <summary>The answer of a catalogue scenario that has one step.</summary>
    /// <exception cref="ScenarioException">There is no such scenario, or it is a sequence itself.</exception>
    public static ScenarioStep Play(string scenario)
    {
        var found = ScenarioCatalogue.Get(scenario);
        return found.Steps.Count == 1
            ? found.Steps[0]
            : throw ScenarioException.Unknown(
                $"Scenario '{scenario}' is a sequence of {found.Steps.Count} steps; a step can play only a scenario of one step."
            );
    }
}
