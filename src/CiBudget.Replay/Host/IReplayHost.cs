namespace CiBudget.Replay;

/// <summary>A server on loopback that plays any number of scenarios, each under a path of its own.</summary>
public interface IReplayHost : IDisposable
{
    /// <summary>Where the server listens.</summary>
    Uri BaseUrl { get; }

    /// <summary>Plays one more scenario until the endpoint is disposed.</summary>
    ReplayEndpoint Add(Scenario scenario);
}
