namespace CiBudget.Replay.Conformance;

/// <summary>A scenario on some host.</summary>
public interface IPlayedScenario : IDisposable
{
    Uri BaseUrl { get; }

    ReplayCalls Calls { get; }

    void Reset();
}
