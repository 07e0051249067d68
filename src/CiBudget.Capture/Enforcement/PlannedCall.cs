using CiBudget.Ledger;
using CiBudget.Pricing;

namespace CiBudget.Capture;

/// <summary>What is known of a call before it leaves.</summary>
/// <param name="Test">The test that makes it; null when none could be named.</param>
/// <param name="Model">The model that it asks for; null when it names none.</param>
/// <param name="BodyBytes">Length of the request body.</param>
/// <param name="MaxTokens"><c>max_tokens</c>; null when it has none.</param>
internal sealed record PlannedCall(
    TestIdentity? Test,
    string? Model,
    long BodyBytes,
    long? MaxTokens
)
{
    /// <summary>What else its body asks for, of one message or of each in a batch; null when that is all.</summary>
    public IReadOnlyList<RequestDemand>? Demands { get; init; }

    /// <summary>True when it creates a batch: half the price, spent later, and no answer says how much.</summary>
    public bool Batch { get; init; }

    internal IReadOnlyList<RequestDemand> Asked =>
        Demands ?? [new() { Model = Model, MaxTokens = MaxTokens }];
}
