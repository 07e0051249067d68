namespace CiBudget.Replay;

/// <summary>
/// The names of the catalogue, for people who like the compiler to spell them. Constants, so that attributes take them:
/// <c>[Replay(BillingScenario.PaymentRequired)]</c>.
/// </summary>
public static class BillingScenario
{
    /// <summary>The account is suspended for billing: an unpaid invoice, or a hold for fraud.</summary>
    public const string AccountSuspended = "account-suspended";

    /// <summary>The account is suspended for billing: an unpaid invoice, or a hold for fraud, while a stream runs.</summary>
    public const string AccountSuspendedMidStream = "account-suspended-mid-stream";

    /// <summary>The results of a batch: one succeeded, one failed, one was cancelled, one expired.</summary>
    public const string BatchResults = "batch-results";

    /// <summary>There is an issue with billing or payment information.</summary>
    public const string BillingError = "billing-error";

    /// <summary>There is an issue with billing or payment information, while a stream runs.</summary>
    public const string BillingErrorMidStream = "billing-error-mid-stream";

    /// <summary>The first call writes the prompt to the cache, later ones read it.</summary>
    public const string CachedPrompt = "cached-prompt";

    /// <summary>The card was declined or has expired.</summary>
    public const string CardDeclined = "card-declined";

    /// <summary>The card was declined or has expired, while a stream runs.</summary>
    public const string CardDeclinedMidStream = "card-declined-mid-stream";

    /// <summary>The spend limit of the contract is reached.</summary>
    public const string ContractSpendCap = "contract-spend-cap";

    /// <summary>The spend limit of the contract is reached, while a stream runs.</summary>
    public const string ContractSpendCapMidStream = "contract-spend-cap-mid-stream";

    /// <summary>Prepaid credit is used up.</summary>
    public const string CreditBalanceTooLow = "credit-balance-too-low";

    /// <summary>Prepaid credit is used up, while a stream runs.</summary>
    public const string CreditBalanceTooLowMidStream = "credit-balance-too-low-mid-stream";

    /// <summary>A stream that ends in good order before message_stop.</summary>
    public const string CutMidStream = "cut-mid-stream";

    /// <summary>One call in three fails.</summary>
    public const string Every3rdFails = "every-3rd-fails";

    /// <summary>Two calls fail, then somebody tops up.</summary>
    public const string Fail2ThenRecover = "fail-2-then-recover";

    /// <summary>The key may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The free credits of a new account are used up.</summary>
    public const string FreeCreditsUsedUp = "free-credits-used-up";

    /// <summary>The free credits of a new account are used up, while a stream runs.</summary>
    public const string FreeCreditsUsedUpMidStream = "free-credits-used-up-mid-stream";

    /// <summary>A gateway answers in Claude's place, with HTML.</summary>
    public const string GatewayHtml = "gateway-html";

    /// <summary>A hard monthly limit is reached.</summary>
    public const string HardLimitReached = "hard-limit-reached";

    /// <summary>A hard monthly limit is reached, while a stream runs.</summary>
    public const string HardLimitReachedMidStream = "hard-limit-reached-mid-stream";

    /// <summary>The linked organization that is billed has reached its spend limit or is out of credit.</summary>
    public const string LinkedOrgSpendLimit = "linked-org-spend-limit";

    /// <summary>The linked organization that is billed has reached its spend limit or is out of credit, while a stream runs.</summary>
    public const string LinkedOrgSpendLimitMidStream = "linked-org-spend-limit-mid-stream";

    /// <summary>The linked organization cannot be billed.</summary>
    public const string LinkedOrgUnavailable = "linked-org-unavailable";

    /// <summary>The linked organization cannot be billed, while a stream runs.</summary>
    public const string LinkedOrgUnavailableMidStream = "linked-org-unavailable-mid-stream";

    /// <summary>The monthly spend limit is reached.</summary>
    public const string MonthlySpendLimit = "monthly-spend-limit";

    /// <summary>The monthly spend limit is reached, while a stream runs.</summary>
    public const string MonthlySpendLimitMidStream = "monthly-spend-limit-mid-stream";

    /// <summary>The account has no payment method.</summary>
    public const string NoPaymentMethod = "no-payment-method";

    /// <summary>The account has no payment method, while a stream runs.</summary>
    public const string NoPaymentMethodMidStream = "no-payment-method-mid-stream";

    /// <summary>The model or the path does not exist.</summary>
    public const string NotFound = "not-found";

    /// <summary>Opus is refused for lack of money, Haiku is served: does the product switch to a cheaper model?</summary>
    public const string OpusRefusedHaikuServed = "opus-refused-haiku-served";

    /// <summary>The spend limit that the customer set for the organization is reached.</summary>
    public const string OrgSpendLimit = "org-spend-limit";

    /// <summary>The spend limit that the customer set for the organization is reached, while a stream runs.</summary>
    public const string OrgSpendLimitMidStream = "org-spend-limit-mid-stream";

    /// <summary>Claude is overloaded.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>Claude is overloaded, while a stream runs.</summary>
    public const string OverloadedMidStream = "overloaded-mid-stream";

    /// <summary>Payment is required before another call is answered.</summary>
    public const string PaymentRequired = "payment-required";

    /// <summary>Payment is required before another call is answered, while a stream runs.</summary>
    public const string PaymentRequiredMidStream = "payment-required-mid-stream";

    /// <summary>Use grew faster than allowed: transient, not billing.</summary>
    public const string RampLimit = "ramp-limit";

    /// <summary>Too many requests a minute: transient, not billing.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>The connection is reset while a stream runs.</summary>
    public const string ResetMidStream = "reset-mid-stream";

    /// <summary>Claude failed.</summary>
    public const string ServerError = "server-error";

    /// <summary>A good answer that begins late.</summary>
    public const string SlowFirstByte = "slow-first-byte";

    /// <summary>A stream that stops coming; the connection stays open.</summary>
    public const string Stall = "stall";

    /// <summary>The money runs out after two calls.</summary>
    public const string Succeed2Then402 = "succeed-2-then-402";

    /// <summary>A good answer, whole or streamed as the request asks.</summary>
    public const string Success = "success";

    /// <summary>A good answer that is streamed at a pace one can watch.</summary>
    public const string SuccessStream = "success-stream";

    /// <summary>The monthly cap of the organization's usage tier is reached.</summary>
    public const string TierSpendCap = "tier-spend-cap";

    /// <summary>The monthly cap of the organization's usage tier is reached, while a stream runs.</summary>
    public const string TierSpendCapMidStream = "tier-spend-cap-mid-stream";

    /// <summary>The request is too large; the gateway refuses it with HTML.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Claude thinks, speaks and asks for a tool.</summary>
    public const string ToolUse = "tool-use";

    /// <summary>The key is wrong.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The spend limit that the customer set for the workspace is reached.</summary>
    public const string WorkspaceSpendLimit = "workspace-spend-limit";

    /// <summary>The spend limit that the customer set for the workspace is reached, while a stream runs.</summary>
    public const string WorkspaceSpendLimitMidStream = "workspace-spend-limit-mid-stream";

    /// <summary>A good answer that another organization will pay for.</summary>
    public const string WrongOrganization = "wrong-organization";

    /// <summary>The first <paramref name="calls"/> calls succeed, every later one meets the failure.</summary>
    public static string SucceedThen(int calls, string failure) =>
        FormattableString.Invariant($"succeed-{calls}-then-{failure}");

    /// <summary>The first <paramref name="calls"/> calls meet the failure, every later one succeeds.</summary>
    public static string FailThenRecover(int calls, string failure = PaymentRequired) =>
        FormattableString.Invariant($"fail-{calls}-then-recover?failure={failure}");

    /// <summary>One call in <paramref name="calls"/> meets the failure.</summary>
    public static string EveryNthFails(int calls, string failure = PaymentRequired) =>
        FormattableString.Invariant($"every-{calls}th-fails?failure={failure}");
}
