using CiBudget.Tokens;

namespace CiBudget.Wire;

/// <summary>Makes the result of what was read.</summary>
internal static class ResponseUsages
{
    /// <param name="message">What was read.</param>
    /// <param name="whole">True when the body, as a text, was read to its end.</param>
    /// <param name="finalOutput">True when the output count is the last one and no placeholder.</param>
    /// <param name="status">HTTP status of a failed answer; null for others.</param>
    /// <param name="batch">True for a line of a batch result.</param>
    public static ResponseUsage Create(
        MessageFields message,
        bool whole,
        bool finalOutput,
        int? status = null,
        bool batch = false
    )
    {
        // Whatever else was read: without one of its counts nobody knows the cost.
        var parts = message.UnreadableCounter is null ? UsageParts.From(message, batch) : [];
        return new ResponseUsage
        {
            MessageId = message.Id,
            Model = UsageParts.ServingModel(message),
            StopReason = message.StopReason,
            RequestId = message.RequestId,
            Error = ErrorOf(message, status),
            Parts = parts,
            UnreadableCounter = message.UnreadableCounter,
            Complete =
                whole
                && !message.IterationsOutdated
                && (
                    finalOutput || !message.Usage.HasTokens || message.UnreadableCounter is not null
                ),
            BatchResult = batch,
        };
    }

    /// <summary>
    /// Several messages of one stream as one answer: the last one's words and everybody's usage. One that came again, with the same id,
    /// is the same message.
    /// </summary>
    public static ResponseUsage Together(List<ResponseUsage> messages)
    {
        var told = new List<ResponseUsage>(messages.Count);
        foreach (var message in messages)
        {
            var same = message.MessageId is { } id
                ? told.FindIndex(other => other.MessageId == id)
                : -1;
            if (same < 0)
                told.Add(message);
            else if (
                message.Complete || (!told[same].Complete && Output(message) >= Output(told[same]))
            )
                told[same] = message;
        }
        var unread = told.Find(message => message.UnreadableCounter is not null);
        return messages[messages.Count - 1] with
        {
            Parts = unread is null ? [.. told.SelectMany(message => message.Parts)] : [],
            UnreadableCounter = unread?.UnreadableCounter,
            Complete = told.TrueForAll(message => message.Complete),
            Error = told.FindLast(message => message.Error is not null)?.Error,
        };
    }

    private static long Output(ResponseUsage message) =>
        message.Parts.Sum(part => part.OutputTokens);

    private static ClaudeError? ErrorOf(MessageFields message, int? status)
    {
        var (type, code, text) = (message.ErrorType, message.ErrorCode, message.ErrorMessage);
        if (!message.HasError && status is null)
        {
            // A recorded error of AWS is a text and nothing around it: one only where the text is known.
            var said = text is null
                ? FailureKind.Other
                : BillingFailures.Classify(null, null, null, text);
            return said == FailureKind.Other ? null : new ClaudeError(null, null, said);
        }
        // Nothing but the fact that it is an error: this is not the silence of a failed connection.
        var kind = (status, type, code, text) is (null, null, null, null)
            ? FailureKind.Other
            : BillingFailures.Classify(status, type, code, text);
        return new ClaudeError(type, code, kind);
    }
}
