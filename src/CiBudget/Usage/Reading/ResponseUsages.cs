namespace CiBudget;

/// <summary>Makes the result of what was read.</summary>
internal static class ResponseUsages
{
    /// <param name="message">What was read.</param>
    /// <param name="whole">True when the body, as a text, was read to its end.</param>
    /// <param name="finalOutput">True when the output count is the last one and no placeholder.</param>
    /// <param name="status">HTTP status of a failed answer; null for others.</param>
    /// <param name="batch">True for a line of a batch result.</param>
    public static ResponseUsage Of(
        MessageFields message,
        bool whole,
        bool finalOutput,
        int? status = null,
        bool batch = false
    )
    {
        var parts = UsageParts.Of(message, batch);
        return new ResponseUsage
        {
            MessageId = message.Id,
            Model = UsageParts.ServingModel(message),
            StopReason = message.StopReason,
            RequestId = message.RequestId,
            Error = ErrorOf(message, status),
            Parts = parts,
            Complete =
                whole
                && !message.HasBadCount
                && !message.IterationsOutdated
                && (finalOutput || !message.Usage.HasTokens),
            BatchResult = batch,
        };
    }

    private static ClaudeError? ErrorOf(MessageFields message, int? status)
    {
        if (!message.HasError && status is null)
            return null;
        var (type, code, text) = (message.ErrorType, message.ErrorCode, message.ErrorMessage);
        // Nothing but the fact that it is an error: this is not the silence of a failed connection.
        var kind = (status, type, code, text) is (null, null, null, null)
            ? FailureKind.Other
            : BillingFailures.Classify(status, type, code, text);
        return new ClaudeError(type, code, kind);
    }
}
