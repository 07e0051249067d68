using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>Every way in which billing fails: each refuses a whole call, and breaks off a stream.</summary>
internal static class EveryBillingScenario
{
    public const string MidStream = "-mid-stream";

    /// <summary>Written out: a scenario that the catalogue loses must be missed here.</summary>
    public static readonly IReadOnlyList<string> Whole =
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

    /// <summary>Those of the catalogue.</summary>
    public static IEnumerable<string> Names =>
        ScenarioCatalogue.Names.Where(name =>
            Whole.Contains(name.Replace(MidStream, "", StringComparison.Ordinal))
        );
}
