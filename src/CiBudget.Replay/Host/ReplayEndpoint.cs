namespace CiBudget.Replay;

/// <summary>One scenario on a server, with its own counters and its own calls.</summary>
public sealed class ReplayEndpoint : IDisposable
{
    private Action? _remove;

    internal ReplayEndpoint(Scenario scenario, Uri baseUrl, Action remove)
    {
        Player = new ScenarioPlayer(scenario);
        BaseUrl = baseUrl;
        _remove = remove;
    }

    /// <summary>The base URL for a client: <c>/v1/messages</c> follows it.</summary>
    public Uri BaseUrl { get; }

    /// <summary>What is played.</summary>
    public Scenario Scenario => Player.Scenario;

    /// <summary>The calls that reached the scenario.</summary>
    public ReplayCalls Calls => Player.Calls;

    internal ScenarioPlayer Player { get; }

    /// <summary>Forgets the calls and begins the scenario again.</summary>
    public void Reset() => Player.Reset();

    /// <summary>Takes the scenario off the server.</summary>
    public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
}
