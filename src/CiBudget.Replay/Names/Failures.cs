namespace CiBudget.Replay;

/// <summary>The scenarios in which one answer says that there is no money.</summary>
internal static class Failures
{
    public static readonly IReadOnlyList<string> Billing =
    [
        "credit-balance-too-low",
        "monthly-spend-limit",
        "org-spend-limit",
        "workspace-spend-limit",
        "payment-required",
        "billing-error",
        "linked-org-spend-limit",
        "linked-org-unavailable",
        "tier-spend-cap",
        "contract-spend-cap",
        "free-credits-used-up",
        "no-payment-method",
        "card-declined",
        "hard-limit-reached",
        "account-suspended",
    ];

    /// <summary>The failure that a bare status stands for in names like <c>succeed-2-then-402</c>.</summary>
    public static string OfStatus(string text) =>
        text switch
        {
            "400" => "credit-balance-too-low",
            "401" => "unauthorized",
            "402" => "payment-required",
            "403" => "forbidden",
            "404" => "not-found",
            "413" => "too-large",
            "429" => "rate-limited",
            "500" => "server-error",
            "529" => "overloaded",
            _ => text,
        };
}
