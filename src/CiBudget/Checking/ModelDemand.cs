namespace CiBudget.Checking;

/// <summary>What the calls of one run asked of one model: what the same calls can cost at the most follows from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ModelDemand
{
    /// <summary>What a model is called that no call named.</summary>
    internal const string NoName = "(unnamed)";

    /// <summary>The model's id.</summary>
    public string Model { get; init; } = NoName;

    /// <summary>Calls, retries and failed ones among them, and messages of batches.</summary>
    public long Calls { get; init; }

    /// <summary>
    /// Prompt tokens that were neither written to the cache nor read from it. A call without usage counts as the longest prompt.
    /// </summary>
    public long InputTokens { get; init; }

    /// <summary>Prompt tokens that were written to the cache or read from it: each may have to be written the next time.</summary>
    public long CacheTokens { get; init; }

    /// <summary>Tokens of the longest prompt; it decides the price tier.</summary>
    public long LongestPrompt { get; init; }

    /// <summary>The sum of the calls' <c>max_tokens</c>.</summary>
    public long MaxTokens { get; init; }

    /// <summary>Calls without <c>max_tokens</c>.</summary>
    public long Uncapped { get; init; }

    /// <summary>Web searches.</summary>
    public long WebSearches { get; init; }

    /// <summary>Calls that were served in fast mode, as far as is told: 1 when there was one.</summary>
    public long Fast { get; init; }

    /// <summary>Calls that a cloud served in a region, as far as is told: 1 when there was one.</summary>
    public long Regional { get; init; }

    internal static ModelDemand Create(string? model, Totals used, DemandSums asked) =>
        new()
        {
            Model = model ?? NoName,
            // A batch's messages are no calls of their own, but they have no max_tokens either.
            Calls = Math.Max(used.Calls, asked.CallsWithoutMaxTokens),
            InputTokens = used.InputTokens + asked.CallsWithoutUsage * asked.LongestPrompt,
            CacheTokens = used.Tokens.Cached,
            LongestPrompt = asked.LongestPrompt,
            MaxTokens = asked.MaxTokens,
            // An answer within an answer (a fallback, an advisor) and rounds of server tools are not held by max_tokens.
            Uncapped = Math.Max(
                asked.CallsWithoutMaxTokens,
                used.OutputTokens > asked.MaxTokens ? 1 : 0
            ),
            WebSearches = used.WebSearchRequests,
            Fast = asked.Fast ? 1 : 0,
            Regional = asked.Regional ? 1 : 0,
        };

    /// <summary>The larger of two runs' demands, count by count.</summary>
    internal static ModelDemand Most(ModelDemand a, ModelDemand b) =>
        new()
        {
            Model = a.Model,
            Calls = Math.Max(a.Calls, b.Calls),
            InputTokens = Math.Max(a.InputTokens, b.InputTokens),
            CacheTokens = Math.Max(a.CacheTokens, b.CacheTokens),
            LongestPrompt = Math.Max(a.LongestPrompt, b.LongestPrompt),
            MaxTokens = Math.Max(a.MaxTokens, b.MaxTokens),
            Uncapped = Math.Max(a.Uncapped, b.Uncapped),
            WebSearches = Math.Max(a.WebSearches, b.WebSearches),
            Fast = Math.Max(a.Fast, b.Fast),
            Regional = Math.Max(a.Regional, b.Regional),
        };
}
