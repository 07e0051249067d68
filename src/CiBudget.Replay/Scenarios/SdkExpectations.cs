namespace CiBudget.Replay;

/// <summary>What the official C# SDK makes of a scenario.</summary>
public sealed class SdkExpectations
{
    internal SdkExpectations(Scenario scenario) => Scenario = scenario;

    internal Scenario Scenario { get; }
}
