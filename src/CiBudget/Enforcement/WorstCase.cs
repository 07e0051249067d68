namespace CiBudget;

/// <summary>The most that one call can use, worked out before it leaves.</summary>
/// <param name="InputTokens">An upper estimate of the prompt, from the length of the request body.</param>
/// <param name="OutputTokens"><c>max_tokens</c> of the request.</param>
/// <param name="Usd">What that would cost at the dearest kind of each token; null when the model has no price.</param>
public sealed record WorstCase(long InputTokens, long OutputTokens, decimal? Usd)
{
    /// <summary>
    /// Bytes of a request body for each token, at the least. English prose in JSON has about four, other scripts and code
    /// about three; models since Opus 4.7 count some 30 % more tokens for the same text. Two leaves room for all of them.
    /// </summary>
    private const int BytesPerToken = 2;

    /// <summary>What a system prompt that tools bring with them adds, tokens.</summary>
    private const int ToolOverheadTokens = 700;

    /// <summary>Works it out.</summary>
    /// <param name="prices">The sheet with the budget's own prices on top.</param>
    /// <param name="model">The model that the request names.</param>
    /// <param name="bodyBytes">Length of the request body.</param>
    /// <param name="maxTokens"><c>max_tokens</c> of the request.</param>
    public static WorstCase Of(PriceSheet prices, string? model, long bodyBytes, long maxTokens)
    {
        var input = bodyBytes / BytesPerToken + ToolOverheadTokens;
        if (model is null)
        {
            return new WorstCase(input, maxTokens, null);
        }

        // A prompt is either written to the cache, at most for an hour, or it is not; whichever costs more is the worst.
        var plain = new Usage
        {
            Model = model,
            InputTokens = input,
            OutputTokens = maxTokens,
        };
        var cached = new Usage
        {
            Model = model,
            CacheWrite1hTokens = input,
            OutputTokens = maxTokens,
        };
        var (a, b) = (prices.CostOf(plain).Usd, prices.CostOf(cached).Usd);
        return new WorstCase(
            input,
            maxTokens,
            a is null || b is null ? null : Math.Max(a.Value, b.Value)
        );
    }

    /// <summary>What it asks of a limit, in the limit's unit; null when it cannot be told, so the call must be refused.</summary>
    public decimal? Ask(Metric metric) =>
        metric switch
        {
            Metric.Cost => Usd,
            Metric.InputTokens or Metric.CacheWriteTokens or Metric.CacheReadTokens => InputTokens,
            Metric.OutputTokens => OutputTokens,
            Metric.TotalTokens => InputTokens + OutputTokens,
            Metric.Calls => 1,
            // Whether it fails or is a retry is known only afterwards.
            _ => 0,
        };
}
