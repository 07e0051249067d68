namespace CiBudget;

/// <summary>A live call was refused because billing had already failed in this run: it would only have failed again.</summary>
public sealed class BillingOutageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Which failure it was.</param>
    /// <param name="message">The whole story in one line.</param>
    public BillingOutageException(FailureKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>Which failure it was.</summary>
    public FailureKind Kind { get; }
}
