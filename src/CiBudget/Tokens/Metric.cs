namespace CiBudget.Tokens;

/// <summary>What a limit counts. The name in the budget file is the camel-case form: <c>outputTokens</c>.</summary>
public enum Metric
{
    /// <summary>US dollars.</summary>
    Cost,

    /// <summary>Uncached prompt tokens.</summary>
    InputTokens,

    /// <summary>Output tokens, thinking included.</summary>
    OutputTokens,

    /// <summary>Cache writes of both lifetimes.</summary>
    CacheWriteTokens,

    /// <summary>Cache reads.</summary>
    CacheReadTokens,

    /// <summary>Prompt and output together.</summary>
    TotalTokens,

    /// <summary>HTTP attempts at endpoints that cost money, retries and failures included.</summary>
    Calls,

    /// <summary>Calls that got no 2xx answer or broke on the way; calls refused before they left are not among them.</summary>
    FailedCalls,

    /// <summary>Calls that repeat an earlier attempt.</summary>
    Retries,

    /// <summary>The most attempts that one prompt took.</summary>
    AttemptsPerPrompt,

    /// <summary>Retries as a share of all calls, percent.</summary>
    RetryShare,
}
