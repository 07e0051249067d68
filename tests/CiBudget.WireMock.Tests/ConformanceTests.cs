using CiBudget.Replay.Conformance;

namespace CiBudget.WireMock.Tests;

public sealed class WireMockSdkTests : SdkConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => WireMockHost.Play(scenario);
}

public sealed class WireMockWireTests : WireConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => WireMockHost.Play(scenario);
}

public sealed class WireMockSequenceTests : SequenceConformance
{
    protected override IPlayedScenario Play(Scenario scenario) => WireMockHost.Play(scenario);
}
