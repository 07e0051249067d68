namespace CiBudget.Tokens;

/// <summary>What a failed answer means: is money the reason, and which?</summary>
public enum FailureKind
{
    /// <summary>Not a failure that this version can name.</summary>
    Other,

    /// <summary>Prepaid credit is used up (400 or 402).</summary>
    CreditExhausted,

    /// <summary>A spend limit that the customer set is reached: organization, workspace, linked organization.</summary>
    SpendLimit,

    /// <summary>Payment is required or failed: no method on file, declined, account suspended for billing (402).</summary>
    PaymentRequired,

    /// <summary>A cap that Claude sets is reached: usage tier or contract (429 with an <c>error_code</c>).</summary>
    SpendCap,

    /// <summary>An ordinary rate limit or ramp limit: transient, not billing.</summary>
    RateLimited,

    /// <summary>529 <c>overloaded_error</c>: transient.</summary>
    Overloaded,

    /// <summary>401: the key is wrong or missing.</summary>
    Authentication,

    /// <summary>403.</summary>
    Permission,

    /// <summary>Any other 4xx: the request is at fault.</summary>
    InvalidRequest,

    /// <summary>Any other 5xx.</summary>
    ServerError,

    /// <summary>No answer: the connection failed, was cut or timed out.</summary>
    Connection,
}
