using CiBudget.Replay.Conformance;

namespace CiBudget.WireMock.Tests;

/// <summary>One WireMock.Net server for all scenarios of the suite, each under its own path.</summary>
internal static class WireMockHost
{
    private static readonly WireMockReplayHost Host = WireMockReplayHost.Start();

    public static IPlayedScenario Play(Scenario scenario) => new PlayedEndpoint(Host.Add(scenario));
}
