namespace CiBudget.Replay.Conformance;

/// <summary>One embedded server for all scenarios of the suite, each under its own path.</summary>
internal static class EmbeddedHost
{
    private static readonly ReplayServer Server = ReplayServer.Start();

    public static IPlayedScenario Play(Scenario scenario) =>
        new PlayedEndpoint(Server.Add(scenario));
}
