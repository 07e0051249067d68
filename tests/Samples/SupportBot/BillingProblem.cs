using Anthropic.Exceptions;

namespace SupportBot;

/// <summary>Tells a billing failure from every other failure of a call.</summary>
internal static class BillingProblem
{
    private static readonly Uri Billing = new("https://platform.claude.com/settings/billing");
    private static readonly Uri Limits = new("https://platform.claude.com/settings/limits");

    /// <summary>The reply for a billing failure; null when the exception is something else.</summary>
    public static BotReply.BillingUnavailable? From(
        AnthropicServiceException failure,
        string partial = ""
    )
    {
        var type = failure.Type?.Raw();
        var message = failure.ApiMessage ?? "";
        var status = (failure as AnthropicApiException)?.StatusCode;

        if ((int?)status == 402 || type is "billing_error" or "payment_required")
            return new(
                "Claude asks for payment: add a payment method or credits.",
                Billing,
                partial
            );

        // Used-up credit has no type and no code of its own: the message is the only mark.
        if (message.Contains("credit balance is too low", StringComparison.OrdinalIgnoreCase))
            return new("The Claude credit balance is used up: add credits.", Billing, partial);

        if (
            failure.ErrorCode is "enforced_spend_limit_reached" or "contract_spend_limit_reached"
            || message.Contains("API usage limits", StringComparison.OrdinalIgnoreCase)
            || message.Contains("spend limit reached", StringComparison.OrdinalIgnoreCase)
        )
            return new(
                "A Claude spend limit is reached: raise it or wait until it resets.",
                Limits,
                partial
            );

        return null;
    }
}
