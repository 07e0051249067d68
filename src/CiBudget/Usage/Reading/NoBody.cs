namespace CiBudget;

/// <summary>A body in which nothing is looked for.</summary>
internal sealed class NoBody(Action<ResponseUsage> onMessage, int? status) : BodyReader
{
    public override void Write(ReadOnlySpan<byte> piece) { }

    public override void End(bool endOfBody) =>
        onMessage(
            new ResponseUsage
            {
                Complete = endOfBody,
                Error = status is null
                    ? null
                    : new ClaudeError(
                        null,
                        null,
                        BillingFailures.Classify(status, null, null, null)
                    ),
            }
        );
}
