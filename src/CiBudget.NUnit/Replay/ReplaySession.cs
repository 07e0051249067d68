using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>What plays for a test: an endpoint, or the reason why nothing can, which every call of the test then gets.</summary>
internal sealed record ReplaySession(ReplayEndpoint? Endpoint, Exception? Fault);
