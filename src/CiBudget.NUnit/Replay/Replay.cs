using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>What the scenario of the running test met: <c>Assert.That(Replay.Calls, Has.Count.EqualTo(1))</c>.</summary>
public static class Replay
{
    /// <summary>The calls that reached the scenario so far.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static ReplayCalls Calls => Room().Calls;

    /// <summary>The scenario that plays.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static Scenario Scenario => Room().Scenario;

    /// <summary>The base URL that the calls are sent to.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static Uri BaseUrl => Room().BaseUrl;

    /// <summary>Forgets the calls and begins the scenario again.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static void Reset() => Room().Reset();

    private static ReplayEndpoint Room() =>
        ReplayRooms.Current()
        ?? throw new InvalidOperationException(
            "No scenario plays for this test: put [Replay(\"payment-required\")] on it."
        );
}
