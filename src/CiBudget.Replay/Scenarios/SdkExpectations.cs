namespace CiBudget.Replay;

/// <summary>
/// What the official C# SDK (NuGet package Anthropic) makes of a scenario: the exception that must surface and the HTTP attempts
/// that it takes. Worked out from the SDK's own rules, so it holds for a user's scenarios as well.
/// </summary>
/// <remarks>Verified against 13.14.0; classes by version from the assemblies of the published packages.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SdkExpectations
{
    /// <summary>The SDK's <c>MaxRetries</c> unless its user sets another.</summary>
    public const int DefaultMaxRetries = 2;

    // Far more calls than a sequence needs to show its failure.
    private const int CallsLookedAt = 10_000;

    private readonly Scenario _scenario;

    internal SdkExpectations(Scenario scenario) => _scenario = scenario;

    /// <summary>The first call that fails, or hangs; the first call when none does.</summary>
    /// <param name="sdk">The SDK's version, for example 13.14.</param>
    /// <param name="stream">True for <c>CreateStreaming</c> that is enumerated to its end.</param>
    /// <param name="model">The model that is asked for.</param>
    /// <param name="maxRetries">The client's <c>MaxRetries</c>.</param>
    public SdkOutcome For(
        Version sdk,
        bool stream = false,
        string model = ClaudeReply.DefaultModel,
        int maxRetries = DefaultMaxRetries
    )
    {
        var calls = Calls(sdk, stream, model, maxRetries).Take(CallsLookedAt);
        return calls.FirstOrDefault(static call => call.Exception is not null || call.Hangs)
            ?? calls.First();
    }

    /// <summary>One outcome for each call of <c>POST /v1/messages</c> that one client makes after another, without end.</summary>
    public IEnumerable<SdkOutcome> Calls(
        Version sdk,
        bool stream = false,
        string model = ClaudeReply.DefaultModel,
        int maxRetries = DefaultMaxRetries
    )
    {
        ArgumentNullException.ThrowIfNull(sdk);
        var counter = new StepCounter(_scenario);
        while (true)
            yield return Call(counter, sdk, new RequestFacts(model, stream), maxRetries);
    }

    private SdkOutcome Call(StepCounter counter, Version sdk, RequestFacts facts, int maxRetries)
    {
        for (var attempt = 1; ; attempt++)
        {
            var step = counter.Take("POST", "/v1/messages", facts) is { } index
                ? _scenario.Steps[index]
                : ScenarioStep.Error(404, "{}");
            var answer = AnswerBuilder.Build(step, facts);
            if (attempt > maxRetries || !SdkErrors.IsRetried(answer))
                return new SdkOutcome(SdkErrors.ExceptionOf(answer, step, sdk), attempt)
                {
                    Hangs = answer.Break == FaultKind.Stall,
                };
        }
    }
}
