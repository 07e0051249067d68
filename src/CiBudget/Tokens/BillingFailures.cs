using CiBudget.Text;

namespace CiBudget.Tokens;

/// <summary>Tells which failure an answer is, by type, code and message, not by status alone.</summary>
/// <remarks>
/// Codes and types: platform.claude.com/docs/en/api/errors and the official SDKs. Exhausted credit has no code and a plain
/// <c>invalid_request_error</c>, so only its message tells; the messages looked for are those that users report.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BillingFailures
{
    /// <summary>Classifies an answer.</summary>
    /// <param name="status">HTTP status; null inside a stream or when no answer came.</param>
    /// <param name="type"><c>error.type</c>, or what a cloud has in its place.</param>
    /// <param name="code"><c>error.details.error_code</c>, or what a cloud has in its place.</param>
    /// <param name="message"><c>error.message</c>; it is looked at and not kept.</param>
    public static FailureKind Classify(int? status, string? type, string? code, string? message)
    {
        if (status is null && type is null && code is null && message is null)
            return FailureKind.Connection;
        if (ByCode(code) is { } known)
            return known;
        if (status == 402 || type is "billing_error" or "payment_required")
            return OfPayment(message);
        return (IsPlainRequestError(status, type) ? ByMessage(message) : null)
            ?? (status is null or 400 or 403 ? ByCloudMessage(message) : null)
            ?? ByType(type)
            ?? ByStatus(status);
    }

    /// <summary>True for the kinds that mean: no money, so every further call will fail too.</summary>
    public static bool IsBilling(FailureKind kind) =>
        kind
            is FailureKind.CreditExhausted
                or FailureKind.SpendLimit
                or FailureKind.PaymentRequired
                or FailureKind.SpendCap;

    /// <summary>What a billing failure is, in plain words.</summary>
    public static string CauseOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.CreditExhausted => "prepaid credit is used up",
            FailureKind.SpendLimit => "a spend limit that your organization set is reached",
            FailureKind.PaymentRequired => "payment is required",
            _ => "the monthly cap of your usage tier or contract is reached",
        };

    /// <summary>Where a billing failure is mended.</summary>
    public static string CureOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.CreditExhausted =>
                "Add credit or turn on auto-reload: Claude Console, Settings, Billing.",
            FailureKind.SpendLimit =>
                "Raise the limit or wait for its reset: Claude Console, Settings, Limits.",
            FailureKind.PaymentRequired =>
                "Check the payment method and open invoices: Claude Console, Settings, Billing.",
            _ =>
                "Ask for a higher tier or wait for the next month: Claude Console, Settings, Limits.",
        };

    private static FailureKind? ByCode(string? code) =>
        code switch
        {
            "enforced_spend_limit_reached" or "contract_spend_limit_reached" =>
                FailureKind.SpendCap,
            "linked_organization_spend_limit_reached" => FailureKind.SpendLimit,
            // The last one is Google's.
            "user_profile_billing_not_authorized"
            or "user_profile_not_billable"
            or "BILLING_DISABLED" => FailureKind.PaymentRequired,
            not null when code.StartsWith("linked_organization_", StringComparison.Ordinal) =>
                FailureKind.PaymentRequired,
            "ramp_limit_exceeded" => FailureKind.RateLimited,
            _ => null,
        };

    /// <summary>The answer says that it is about money; the message tells at most what about it.</summary>
    private static FailureKind OfPayment(string? message) =>
        Has(message, "limit") && HasAny(message, "reached", "exceeded", "hit")
            ? FailureKind.SpendLimit
        : Has(message, "credit")
        && HasAny(
            message,
            "too low",
            "used up",
            "been used",
            "exhausted",
            "run out",
            "ran out",
            "out of"
        )
            ? FailureKind.CreditExhausted
        : FailureKind.PaymentRequired;

    /// <summary>The one sort of error whose message has to be read: exhausted credit looks like any other bad request.</summary>
    private static bool IsPlainRequestError(int? status, string? type) =>
        status is null or 400 && type is null or "invalid_request_error" or "error";

    private static FailureKind? ByMessage(string? message) =>
        Has(message, "credit balance is too low")
        || Has(message, "out of extra usage")
        || Has(message, "draw from your extra usage")
            ? FailureKind.CreditExhausted
        : Has(message, "specified API usage limits")
        || Has(message, "specified workspace API usage limits")
        || Has(message, "monthly spend limit reached")
            ? FailureKind.SpendLimit
        : null;

    /// <summary>AWS and Google refuse a call for want of money as one that is not permitted.</summary>
    private static FailureKind? ByCloudMessage(string? message) =>
        Has(message, "INVALID_PAYMENT_INSTRUMENT")
        || Has(message, "valid payment instrument")
        || Has(message, "requires billing to be enabled")
        || (Has(message, "billing account") && HasAny(message, "disabled", "closed", "not active"))
            ? FailureKind.PaymentRequired
            : null;

    private static FailureKind? ByType(string? type) =>
        type switch
        {
            "rate_limit_error" => FailureKind.RateLimited,
            "overloaded_error" => FailureKind.Overloaded,
            "authentication_error" => FailureKind.Authentication,
            "permission_error" => FailureKind.Permission,
            "invalid_request_error"
            or "not_found_error"
            or "request_too_large"
            or "conflict_error" => FailureKind.InvalidRequest,
            "api_error" or "timeout_error" => FailureKind.ServerError,
            null => null,
            _ => ByAwsException(type) ?? ByGoogleStatus(type),
        };

    /// <summary>
    /// Exceptions of Bedrock's runtime (docs.aws.amazon.com/bedrock/latest/APIReference). AWS writes them with a small letter in streams,
    /// and in bodies behind a namespace.
    /// </summary>
    private static FailureKind? ByAwsException(string type) =>
        type.Substring(type.LastIndexOf('#') + 1).ToUpperInvariant() switch
        {
            "THROTTLINGEXCEPTION"
            or "SERVICEQUOTAEXCEEDEDEXCEPTION"
            or "TOOMANYREQUESTSEXCEPTION" => FailureKind.RateLimited,
            "SERVICEUNAVAILABLEEXCEPTION"
            or "INTERNALSERVEREXCEPTION"
            or "MODELSTREAMERROREXCEPTION"
            or "MODELERROREXCEPTION"
            or "MODELTIMEOUTEXCEPTION"
            or "MODELNOTREADYEXCEPTION" => FailureKind.ServerError,
            "VALIDATIONEXCEPTION" or "RESOURCENOTFOUNDEXCEPTION" or "CONFLICTEXCEPTION" =>
                FailureKind.InvalidRequest,
            "ACCESSDENIEDEXCEPTION" => FailureKind.Permission,
            "UNRECOGNIZEDCLIENTEXCEPTION"
            or "EXPIREDTOKENEXCEPTION"
            or "INVALIDSIGNATUREEXCEPTION" => FailureKind.Authentication,
            _ => null,
        };

    /// <summary>The codes of google.rpc.Code.</summary>
    private static FailureKind? ByGoogleStatus(string type) =>
        type switch
        {
            "RESOURCE_EXHAUSTED" => FailureKind.RateLimited,
            "UNAUTHENTICATED" => FailureKind.Authentication,
            "PERMISSION_DENIED" => FailureKind.Permission,
            "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" or "NOT_FOUND" =>
                FailureKind.InvalidRequest,
            "INTERNAL" or "UNAVAILABLE" or "DEADLINE_EXCEEDED" => FailureKind.ServerError,
            _ => null,
        };

    private static FailureKind ByStatus(int? status) =>
        status switch
        {
            401 => FailureKind.Authentication,
            403 => FailureKind.Permission,
            429 => FailureKind.RateLimited,
            529 => FailureKind.Overloaded,
            >= 400 and < 500 => FailureKind.InvalidRequest,
            >= 500 and < 600 => FailureKind.ServerError,
            _ => FailureKind.Other,
        };

    private static bool HasAny(string? text, params string[] parts) =>
        Array.Exists(parts, part => Has(text, part));

    private static bool Has(string? text, string part) => Texts.Has(text, part);
}
