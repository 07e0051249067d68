namespace CiBudget.Ledger;

/// <summary>The test that a call belongs to.</summary>
public sealed record TestIdentity
{
    /// <summary>Full name with arguments: <c>SupportBot.Tests.Answers.Refund("de")</c>; the fixture's name for calls of its set-up.</summary>
    public string Name { get; init; } = "";

    /// <summary>Full name of the fixture; null when there is none.</summary>
    public string? Fixture { get; init; }

    /// <summary>Name of the test assembly without extension; null when unknown.</summary>
    public string? Assembly { get; init; }

    /// <summary>NUnit categories of the test and of the fixture around it.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Which repetition of <c>[Retry]</c> or <c>[Repeat]</c>; 0 for the first.</summary>
    public int Repetition { get; init; }
}
