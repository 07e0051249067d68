namespace CiBudget;

/// <summary>Tells which failure an answer is, by type, code and message, not by status alone.</summary>
public static class BillingFailures
{
    /// <summary>Classifies an answer.</summary>
    /// <param name="status">HTTP status; null inside a stream or when no answer came.</param>
    /// <param name="type"><c>error.type</c>.</param>
    /// <param name="code"><c>error.details.error_code</c>.</param>
    /// <param name="message"><c>error.message</c>; it is looked at and not kept.</param>
    public static FailureKind Classify(int? status, string? type, string? code, string? message) =>
        throw new NotImplementedException();

    /// <summary>True for the kinds that mean: no money, so every further call will fail too.</summary>
    public static bool IsBilling(FailureKind kind) =>
        kind
            is FailureKind.CreditExhausted
                or FailureKind.SpendLimit
                or FailureKind.PaymentRequired
                or FailureKind.SpendCap;
}
