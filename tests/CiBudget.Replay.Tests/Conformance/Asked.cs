using CiBudget.Tests.Shared;

namespace CiBudget.Replay.Conformance;

/// <summary>Scenarios, each asked by a client that wants a stream; thorough runs ask for none, too.</summary>
public static class Asked
{
    public static IEnumerable<TestCaseData<string, bool>> Of(IEnumerable<string> scenarios) =>
        TestEffort
            .Cases(
                from name in scenarios
                from stream in (bool[])[true, false]
                select (Name: name, Stream: stream),
                static asked => asked.Name
            )
            .Select(static asked => new TestCaseData<string, bool>(asked.Name, asked.Stream));
}
