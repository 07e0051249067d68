namespace CiBudget.Tokens;

/// <summary>Why an answer that reports tokens costs nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum UnbilledReason
{
    /// <summary>It is billed.</summary>
    None,

    /// <summary><c>stop_reason: refusal</c> with empty content.</summary>
    Refusal,

    /// <summary>An attempt of a server-side fallback that declined before any output.</summary>
    DeclinedAttempt,

    /// <summary>An answer of <c>count_tokens</c>, an estimate that is free.</summary>
    CountTokens,
}
