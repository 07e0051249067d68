using CiBudget.Tokens;

namespace CiBudget.Wire;

/// <summary>A body in which nothing is looked for.</summary>
internal sealed class NoBody(int? status) : BodyReader
{
    public override void Write(ReadOnlySpan<byte> piece) { }

    public override ResponseUsage End(bool endOfBody) =>
        new()
        {
            Complete = endOfBody,
            Error = status is null
                ? null
                : new ClaudeError(null, null, BillingFailures.Classify(status, null, null, null)),
        };
}
