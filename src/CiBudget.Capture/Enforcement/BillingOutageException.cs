using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>A live call was refused because billing had already failed in this run: it would only have failed again.</summary>
public sealed class BillingOutageException : CiBudgetException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Which failure it was.</param>
    public BillingOutageException(FailureKind kind)
        : base(
            $"{Codes.Outage}: billing outage: {BillingFailures.CauseOf(kind)} earlier in this run, so this live call was not made. {BillingFailures.CureOf(kind)}"
        ) => Kind = kind;

    /// <summary>Which failure it was.</summary>
    public FailureKind Kind { get; }
}
