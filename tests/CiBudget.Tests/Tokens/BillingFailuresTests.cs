namespace CiBudget.Tests;

public sealed class BillingFailuresTests
{
    private const string Request = "invalid_request_error";

    [TestCase(
        400,
        Request,
        null,
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
        FailureKind.CreditExhausted
    )]
    [TestCase(
        null,
        Request,
        null,
        "Your credit balance is too low to access the Anthropic API.",
        FailureKind.CreditExhausted
    )]
    [TestCase(
        400,
        Request,
        null,
        "You're out of extra usage. Add more at claude.ai/settings/usage and keep going.",
        FailureKind.CreditExhausted
    )]
    [TestCase(
        400,
        Request,
        null,
        "Monthly spend limit reached. Current usage: $150.00 / $150.00 limit.",
        FailureKind.SpendLimit
    )]
    [TestCase(
        null,
        null,
        null,
        "Error code: 400 - Monthly spend limit reached. Current usage: $150.00 / $150.00 limit.",
        FailureKind.SpendLimit
    )]
    [TestCase(
        400,
        Request,
        null,
        "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
        FailureKind.SpendLimit
    )]
    [TestCase(
        400,
        Request,
        null,
        "You have reached your specified workspace API usage limits.",
        FailureKind.SpendLimit
    )]
    [TestCase(
        402,
        "payment_required",
        null,
        "Your credit balance is too low to make API requests. Please go to Plans & Billing to get more credits.",
        FailureKind.CreditExhausted
    )]
    [TestCase(402, "billing_error", null, "Billing error", FailureKind.PaymentRequired)]
    [TestCase(402, null, null, null, FailureKind.PaymentRequired)]
    [TestCase(
        null,
        "billing_error",
        null,
        "out of credits or spend limit reached",
        FailureKind.SpendLimit
    )]
    [TestCase(
        402,
        "billing_error",
        null,
        "Your free credits have been used up. Add a payment method to continue.",
        FailureKind.CreditExhausted
    )]
    [TestCase(
        402,
        "payment_required",
        null,
        "No payment method on file. Add one to purchase credits.",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        402,
        "billing_error",
        null,
        "Your credit card was refused. It was declined or has expired.",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        402,
        "payment_required",
        null,
        "Your hard monthly limit has been reached.",
        FailureKind.SpendLimit
    )]
    [TestCase(
        402,
        "billing_error",
        null,
        "Your account is suspended: an invoice is unpaid.",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        402,
        "billing_error",
        "linked_organization_spend_limit_reached",
        "Billing error",
        FailureKind.SpendLimit
    )]
    [TestCase(
        402,
        "billing_error",
        "linked_organization_billing_unavailable",
        "Billing error",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        402,
        "billing_error",
        "linked_organization_new_reason",
        null,
        FailureKind.PaymentRequired
    )]
    [TestCase(
        403,
        "permission_error",
        "user_profile_billing_not_authorized",
        null,
        FailureKind.PaymentRequired
    )]
    [TestCase(403, null, "user_profile_not_billable", null, FailureKind.PaymentRequired)]
    [TestCase(403, "billing_error", null, null, FailureKind.PaymentRequired)]
    [TestCase(
        429,
        "rate_limit_error",
        "enforced_spend_limit_reached",
        "You have reached your API usage limits: …",
        FailureKind.SpendCap
    )]
    [TestCase(
        429,
        "rate_limit_error",
        "contract_spend_limit_reached",
        "Rate limited",
        FailureKind.SpendCap
    )]
    public void Billing_is_recognised(
        int? status,
        string? type,
        string? code,
        string? message,
        FailureKind expected
    )
    {
        var kind = BillingFailures.Classify(status, type, code, message);

        Assert.That(kind, Is.EqualTo(expected));
        Assert.That(BillingFailures.IsBilling(kind), Is.True);
    }

    [TestCase(401, "authentication_error", null, "invalid x-api-key", FailureKind.Authentication)]
    [TestCase(401, null, null, null, FailureKind.Authentication)]
    [TestCase(
        403,
        "permission_error",
        null,
        "Your API key does not have permission",
        FailureKind.Permission
    )]
    [TestCase(404, "not_found_error", null, "model: claude-nothing", FailureKind.InvalidRequest)]
    [TestCase(
        413,
        "request_too_large",
        null,
        "Request exceeds the maximum size",
        FailureKind.InvalidRequest
    )]
    [TestCase(413, null, null, null, FailureKind.InvalidRequest)]
    [TestCase(
        429,
        "rate_limit_error",
        "ramp_limit_exceeded",
        "Rate limited",
        FailureKind.RateLimited
    )]
    [TestCase(
        429,
        "rate_limit_error",
        null,
        "This request would exceed your organization's rate limit of 50 requests per minute.",
        FailureKind.RateLimited
    )]
    [TestCase(
        429,
        "rate_limit_error",
        null,
        "Your credit balance is too low",
        FailureKind.RateLimited
    )]
    [TestCase(429, "rate_limit_error", "a_code_of_the_future", null, FailureKind.RateLimited)]
    [TestCase(429, null, null, null, FailureKind.RateLimited)]
    [TestCase(500, "api_error", null, "Internal server error", FailureKind.ServerError)]
    [TestCase(504, "timeout_error", null, null, FailureKind.ServerError)]
    [TestCase(502, null, null, null, FailureKind.ServerError)]
    [TestCase(500, Request, null, "Your credit balance is too low", FailureKind.InvalidRequest)]
    [TestCase(529, "overloaded_error", null, "Overloaded", FailureKind.Overloaded)]
    [TestCase(529, null, null, null, FailureKind.Overloaded)]
    [TestCase(null, "overloaded_error", null, "Overloaded", FailureKind.Overloaded)]
    [TestCase(400, Request, null, "max_tokens: Field required", FailureKind.InvalidRequest)]
    [TestCase(
        400,
        Request,
        "organization_on_hold",
        "This organization has been disabled.",
        FailureKind.InvalidRequest
    )]
    [TestCase(400, Request, "user_profile_required", null, FailureKind.InvalidRequest)]
    [TestCase(400, null, null, null, FailureKind.InvalidRequest)]
    [TestCase(
        403,
        null,
        null,
        "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions",
        FailureKind.Permission
    )]
    [TestCase(
        403,
        "PERMISSION_DENIED",
        "CONSUMER_INVALID",
        "Permission denied on resource project p.",
        FailureKind.Permission
    )]
    [TestCase(
        429,
        "RESOURCE_EXHAUSTED",
        null,
        "Quota exceeded, or the billing account is closed",
        FailureKind.RateLimited
    )]
    [TestCase(200, null, null, null, FailureKind.Other)]
    [TestCase(null, "a_type_of_the_future", null, null, FailureKind.Other)]
    [TestCase(null, null, null, null, FailureKind.Connection)]
    public void Neighbours_are_not_billing(
        int? status,
        string? type,
        string? code,
        string? message,
        FailureKind expected
    )
    {
        var kind = BillingFailures.Classify(status, type, code, message);

        Assert.That(kind, Is.EqualTo(expected));
        Assert.That(BillingFailures.IsBilling(kind), Is.False);
    }

    [TestCase(
        403,
        null,
        null,
        "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS Marketplace subscription for this model cannot be completed at this time.",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        null,
        "accessDeniedException",
        null,
        "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        403,
        "PERMISSION_DENIED",
        "BILLING_DISABLED",
        "This API method requires billing to be enabled.",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        403,
        "PERMISSION_DENIED",
        null,
        "This API method requires billing to be enabled. Please enable billing on project #1",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        403,
        "PERMISSION_DENIED",
        null,
        "The billing account for the owning project is disabled in state absent",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        400,
        Request,
        null,
        "Third-party apps now draw from your extra usage, not your plan limits. Add more at claude.ai/settings/usage and keep going.",
        FailureKind.CreditExhausted
    )]
    public void Clouds_and_subscriptions_have_their_own_words_for_no_money(
        int? status,
        string? type,
        string? code,
        string message,
        FailureKind expected
    )
    {
        var kind = BillingFailures.Classify(status, type, code, message);

        Assert.That(kind, Is.EqualTo(expected));
        Assert.That(BillingFailures.IsBilling(kind), Is.True);
    }

    // Inside a stream there is no status, and a proxy may give another one than the API did.
    [TestCase("rate_limit_error", FailureKind.RateLimited)]
    [TestCase("throttlingException", FailureKind.RateLimited)]
    [TestCase("overloaded_error", FailureKind.Overloaded)]
    [TestCase("authentication_error", FailureKind.Authentication)]
    [TestCase("permission_error", FailureKind.Permission)]
    [TestCase("invalid_request_error", FailureKind.InvalidRequest)]
    [TestCase("not_found_error", FailureKind.InvalidRequest)]
    [TestCase("request_too_large", FailureKind.InvalidRequest)]
    [TestCase("conflict_error", FailureKind.InvalidRequest)]
    [TestCase("api_error", FailureKind.ServerError)]
    [TestCase("timeout_error", FailureKind.ServerError)]
    [TestCase("billing_error", FailureKind.PaymentRequired)]
    [TestCase("payment_required", FailureKind.PaymentRequired)]
    [TestCase("serviceUnavailableException", FailureKind.ServerError)]
    [TestCase("internalServerException", FailureKind.ServerError)]
    [TestCase("modelStreamErrorException", FailureKind.ServerError)]
    [TestCase("modelTimeoutException", FailureKind.ServerError)]
    [TestCase("validationException", FailureKind.InvalidRequest)]
    [TestCase("accessDeniedException", FailureKind.Permission)]
    [TestCase("ThrottlingException", FailureKind.RateLimited)]
    [TestCase("aws.protocoltests#ThrottlingException", FailureKind.RateLimited)]
    [TestCase("RESOURCE_EXHAUSTED", FailureKind.RateLimited)]
    [TestCase("UNAUTHENTICATED", FailureKind.Authentication)]
    [TestCase("UNAVAILABLE", FailureKind.ServerError)]
    [TestCase("INVALID_ARGUMENT", FailureKind.InvalidRequest)]
    public void The_type_says_more_than_the_status(string type, FailureKind kind)
    {
        Assert.That(BillingFailures.Classify(null, type, null, null), Is.EqualTo(kind));
        Assert.That(BillingFailures.Classify(418, type, null, null), Is.EqualTo(kind));
    }

    [TestCase("Your limit was exceeded.", FailureKind.SpendLimit)]
    [TestCase("You hit your limit.", FailureKind.SpendLimit)]
    [TestCase("You reached your limit.", FailureKind.SpendLimit)]
    [TestCase("Ask for a higher limit.", FailureKind.PaymentRequired)]
    [TestCase("We could not be reached by your bank.", FailureKind.PaymentRequired)]
    [TestCase("Your balance is too low.", FailureKind.PaymentRequired)]
    [TestCase("Your credit ran out.", FailureKind.CreditExhausted)]
    public void The_message_of_a_payment_error_says_what_it_is_about(
        string message,
        FailureKind kind
    ) => Assert.That(BillingFailures.Classify(402, null, null, message), Is.EqualTo(kind));

    [Test]
    public void A_code_says_more_than_the_message() =>
        Assert.That(
            BillingFailures.Classify(
                400,
                Request,
                "ramp_limit_exceeded",
                "Your credit balance is too low"
            ),
            Is.EqualTo(FailureKind.RateLimited)
        );

    [Test]
    public void The_message_of_an_error_of_no_better_type_is_read() =>
        Assert.That(
            BillingFailures.Classify(400, "error", null, "Your credit balance is too low"),
            Is.EqualTo(FailureKind.CreditExhausted)
        );

    [TestCase(399, FailureKind.Other)]
    [TestCase(400, FailureKind.InvalidRequest)]
    [TestCase(499, FailureKind.InvalidRequest)]
    [TestCase(500, FailureKind.ServerError)]
    [TestCase(599, FailureKind.ServerError)]
    [TestCase(600, FailureKind.Other)]
    public void A_status_alone_says_who_is_at_fault(int status, FailureKind kind) =>
        Assert.That(BillingFailures.Classify(status, null, null, null), Is.EqualTo(kind));

    [Test]
    public void No_status_but_402_is_billing_by_itself()
    {
        var billing = Enumerable
            .Range(100, 500)
            .Where(status =>
                BillingFailures.IsBilling(BillingFailures.Classify(status, null, null, null))
            );

        Assert.That(billing, Is.EqualTo(new[] { 402 }));
    }
}
