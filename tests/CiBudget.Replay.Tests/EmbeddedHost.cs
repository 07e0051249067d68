using CiBudget.Replay.Conformance;

namespace CiBudget.Replay.Tests;

/// <summary>One embedded server for all scenarios of the suite, each under its own path.</summary>
internal static class EmbeddedHost
{
    private static readonly ReplayServer Server = ReplayServer.Start();

    public static IPlayedScenario Play(Scenario scenario) => new Played(Server.Add(scenario));

    private sealed class Played(ReplayEndpoint endpoint) : IPlayedScenario
    {
        public Uri BaseUrl => endpoint.BaseUrl;

        public ReplayCalls Calls => endpoint.Calls;

        public void Reset() => endpoint.Reset();

        public void Dispose() => endpoint.Dispose();
    }
}

public sealed class EmbeddedSdkTests : SdkConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => EmbeddedHost.Play(scenario);
}

public sealed class EmbeddedWireTests : WireConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => EmbeddedHost.Play(scenario);
}

public sealed class EmbeddedSequenceTests : SequenceConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => EmbeddedHost.Play(scenario);
}
