using CiBudget.Replay.Conformance;

namespace CiBudget.Replay.Tests;

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
