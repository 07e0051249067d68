using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>What billing failures are in plain words, and where they are mended.</summary>
internal static class OutageText
{
    public static string Cause(FailureKind kind) =>
        kind switch
        {
            FailureKind.CreditExhausted => "prepaid credit is used up",
            FailureKind.SpendLimit => "a spend limit that your organization set is reached",
            FailureKind.PaymentRequired => "payment is required",
            _ => "the monthly cap of your usage tier or contract is reached",
        };

    public static string Cure(FailureKind kind) =>
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
}
