using CiBudget.Tests.Shared;

namespace CiBudget.Replay.Conformance;

/// <summary>What one scenario must do, written by hand.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Status">The status of the answer that fails.</param>
/// <param name="Exception">The class that SDK 13.14 throws at a plain call.</param>
/// <param name="Attempts">HTTP attempts of that call.</param>
/// <param name="Says">A part of the exception's message.</param>
/// <param name="Kind">What the classifier must call it.</param>
/// <param name="Wire">The file of the wire that the body equals byte for byte; null when there is none.</param>
public sealed record Case(
    string Name,
    int Status,
    string Exception,
    int Attempts,
    string Says,
    FailureKind Kind,
    string? Wire = null
)
{
    private const string Ns = "Anthropic.Exceptions.Anthropic";
    private const string Models = "Anthropic.Models.Anthropic";

    /// <summary>Every billing failure of the catalogue. Each has a form that strikes in mid-stream.</summary>
    public static readonly Case[] Billing =
    [
        new(
            "credit-balance-too-low",
            400,
            Ns + "BadRequestException",
            1,
            "Your credit balance is too low to access the Anthropic API.",
            FailureKind.CreditExhausted,
            "error-400-credit-balance.json"
        ),
        new(
            "monthly-spend-limit",
            400,
            Ns + "BadRequestException",
            1,
            "Monthly spend limit reached. Current usage: $150.00 / $150.00 limit.",
            FailureKind.SpendLimit
        ),
        new(
            "org-spend-limit",
            400,
            Ns + "BadRequestException",
            1,
            "You have reached your specified API usage limits.",
            FailureKind.SpendLimit,
            "error-400-org-spend-limit.json"
        ),
        new(
            "workspace-spend-limit",
            400,
            Ns + "BadRequestException",
            1,
            "You have reached your specified workspace API usage limits.",
            FailureKind.SpendLimit,
            "error-400-workspace-spend-limit.json"
        ),
        new(
            "payment-required",
            402,
            Ns + "PaymentRequiredException",
            1,
            "Your credit balance is too low to make API requests. Please go to Plans & Billing to get more credits.",
            FailureKind.CreditExhausted
        ),
        new(
            "billing-error",
            402,
            Ns + "PaymentRequiredException",
            1,
            "Billing error",
            FailureKind.PaymentRequired,
            "error-402-billing.json"
        ),
        new(
            "linked-org-spend-limit",
            402,
            Models + "LinkedOrganizationSpendLimitReachedException",
            1,
            "linked_organization_spend_limit_reached",
            FailureKind.SpendLimit,
            "error-402-linked-org-spend-limit.json"
        ),
        new(
            "linked-org-unavailable",
            402,
            Models + "LinkedOrganizationBillingUnavailableException",
            1,
            "linked_organization_billing_unavailable",
            FailureKind.PaymentRequired,
            "error-402-linked-org-unavailable.json"
        ),
        new(
            "tier-spend-cap",
            429,
            Models + "EnforcedSpendLimitReachedException",
            3,
            "your organization has crossed its monthly API usage threshold",
            FailureKind.SpendCap,
            "error-429-tier-spend-cap.json"
        ),
        new(
            "contract-spend-cap",
            429,
            Models + "ContractSpendLimitReachedException",
            3,
            "contract_spend_limit_reached",
            FailureKind.SpendCap,
            "error-429-contract-spend-limit.json"
        ),
        new(
            "free-credits-used-up",
            402,
            Ns + "PaymentRequiredException",
            1,
            "your free credits are used up",
            FailureKind.CreditExhausted
        ),
        new(
            "no-payment-method",
            402,
            Ns + "PaymentRequiredException",
            1,
            "No payment method is on file.",
            FailureKind.PaymentRequired
        ),
        new(
            "card-declined",
            402,
            Ns + "PaymentRequiredException",
            1,
            "Your card was declined.",
            FailureKind.PaymentRequired
        ),
        new(
            "hard-limit-reached",
            402,
            Ns + "PaymentRequiredException",
            1,
            "Your hard monthly spend limit is reached.",
            FailureKind.SpendLimit
        ),
        new(
            "account-suspended",
            402,
            Ns + "PaymentRequiredException",
            1,
            "Your account is suspended because of an unpaid invoice.",
            FailureKind.PaymentRequired
        ),
    ];

    /// <summary>What handlers confuse with billing.</summary>
    public static readonly Case[] Neighbours =
    [
        new(
            "unauthorized",
            401,
            Ns + "UnauthorizedException",
            1,
            "invalid x-api-key",
            FailureKind.Authentication
        ),
        new(
            "forbidden",
            403,
            Ns + "ForbiddenException",
            1,
            "does not have permission",
            FailureKind.Permission
        ),
        new(
            "not-found",
            404,
            Ns + "NotFoundException",
            1,
            "model: claude-opus-5-55",
            FailureKind.InvalidRequest
        ),
        new(
            "too-large",
            413,
            Ns + "ContentTooLargeException",
            1,
            "413 Request Entity Too Large",
            FailureKind.InvalidRequest
        ),
        new(
            "rate-limited",
            429,
            Ns + "RateLimitException",
            3,
            "rate limit of 50 requests per minute",
            FailureKind.RateLimited
        ),
        new(
            "ramp-limit",
            429,
            Models + "RampLimitExceededException",
            3,
            "ramp_limit_exceeded",
            FailureKind.RateLimited,
            "error-429-ramp-limit.json"
        ),
        new(
            "server-error",
            500,
            Ns + "5xxException",
            3,
            "Internal server error",
            FailureKind.ServerError
        ),
        new(
            "overloaded",
            529,
            Ns + "OverloadedException",
            3,
            "Overloaded",
            FailureKind.Overloaded,
            "error-529-overloaded.json"
        ),
        new(
            "gateway-html",
            502,
            Ns + "5xxException",
            3,
            "502 Bad Gateway",
            FailureKind.ServerError
        ),
    ];

    public static IEnumerable<Case> All => Billing.Concat(Neighbours);

    /// <summary>Those that can strike in mid-stream.</summary>
    public static IEnumerable<Case> MidStream =>
        All.Where(static c => c.Name == "overloaded" || Billing.Contains(c));

    /// <summary>
    /// By default one for each exception and number of attempts: that the bytes of every other one are right is proven without a client.
    /// </summary>
    public static IEnumerable<Case> ForClients => OfEachKind(All);

    public static IEnumerable<Case> MidStreamForClients => OfEachKind(MidStream);

    public override string ToString() => Name;

    private static IEnumerable<Case> OfEachKind(IEnumerable<Case> cases) =>
        TestEffort.Cases(cases, static c => (c.Exception, c.Attempts));
}
