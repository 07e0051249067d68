namespace CiBudget;

/// <summary>What is known of a call before it leaves.</summary>
/// <param name="Test">The test that makes it; null when none could be named.</param>
/// <param name="Model">The model that it asks for; null when it names none.</param>
/// <param name="BodyBytes">Length of the request body.</param>
/// <param name="MaxTokens"><c>max_tokens</c>; null when it has none.</param>
public sealed record PlannedCall(
    TestIdentity? Test,
    string? Model,
    long BodyBytes,
    long? MaxTokens
);
