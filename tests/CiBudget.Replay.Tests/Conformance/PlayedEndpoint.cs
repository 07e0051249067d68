namespace CiBudget.Replay.Conformance;

/// <summary>A scenario on one of CiBudget's own hosts.</summary>
internal sealed class PlayedEndpoint(ReplayEndpoint endpoint) : IPlayedScenario
{
    public Uri BaseUrl => endpoint.BaseUrl;

    public ReplayCalls Calls => endpoint.Calls;

    public void Reset() => endpoint.Reset();

    public void Dispose() => endpoint.Dispose();
}
