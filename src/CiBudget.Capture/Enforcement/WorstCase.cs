using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>The most that one call can use, worked out before it leaves: no honest answer to it costs more.</summary>
/// <param name="InputTokens">The longest prompt that its body can be; null when that is not known.</param>
/// <param name="OutputTokens">The most that may be answered; null when that is not known.</param>
/// <param name="Usd">What that would cost at the most expensive kind of each token; null when that is not known.</param>
/// <remarks>
/// Sources: platform.claude.com, pages on vision (tokens of an image), tool use (tokens that tools add) and stop reasons (rounds of
/// server tools); 2026-11. A prompt is not longer than its bytes, since a token is a byte at the least.
/// </remarks>
internal sealed record WorstCase(long? InputTokens, long? OutputTokens, decimal? Usd)
{
    /// <summary>What tools and schemas of one's own add to a prompt, tokens: 804 at the most, rounded up.</summary>
    private const int OverheadTokens = 1000;

    /// <summary>What the description of one of Anthropic's own tools adds: 735 and a system prompt of 499, rounded up.</summary>
    private const int TypedToolTokens = 1500;

    /// <summary>A larger image is made smaller before it is read.</summary>
    private const int ImageTokens = 4784;

    /// <summary>How often a model is asked at the most while one call's server tools run. Each time it reads all there is.</summary>
    private const int ServerRounds = 10;

    /// <summary>No answer is longer; it keeps sums inside <c>long</c>.</summary>
    private const long MostTokens = 1_000_000_000;

    /// <summary>Why it is not known, to follow "This call"; null when it is.</summary>
    public string? Why { get; init; }

    /// <summary>Works it out for a message of which no more is known.</summary>
    /// <param name="prices">The sheet with the budget's own prices on top.</param>
    /// <param name="model">The model that the request names.</param>
    /// <param name="bodyBytes">Length of the request body.</param>
    /// <param name="maxTokens"><c>max_tokens</c> of the request.</param>
    public static WorstCase Create(
        PriceSheet prices,
        string? model,
        long bodyBytes,
        long maxTokens
    ) => Create(prices, new PlannedCall(null, model, bodyBytes, maxTokens));

    /// <summary>Works it out.</summary>
    /// <param name="prices">The sheet with the budget's own prices on top.</param>
    /// <param name="call">The call.</param>
    public static WorstCase Create(PriceSheet prices, PlannedCall call)
    {
        var demands = call.Asked;
        foreach (var demand in demands)
        {
            if (demand.Unbounded is { } reason)
                return Unknown(reason);
            if (demand.MaxTokens is null)
                return Unknown("has no max_tokens");
        }

        return demands.Count == 1 && !call.Batch
            ? OfMessage(prices, demands[0], call.BodyBytes)
            : OfBatch(prices, demands, call.BodyBytes);
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

    private static WorstCase Unknown(string why) => new(null, null, null) { Why = why };

    private static WorstCase OfMessage(PriceSheet prices, RequestDemand demand, long bodyBytes)
    {
        var window = WindowOf(prices, demand);
        var own = OwnTokens(demand, window);
        var prompt = own >= window ? own : Math.Min(window, own + bodyBytes - demand.ImageBytes);
        var output = OutputOf(demand);
        var (usd, why) = MaxCost.Compute(prices, demand, batch: false, prompt, output, prompt);
        return new(prompt, output, why is null ? usd : null) { Why = why };
    }

    /// <summary>Which request of a batch the bytes belong to is not known: they count for the most expensive.</summary>
    private static WorstCase OfBatch(
        PriceSheet prices,
        IReadOnlyList<RequestDemand> demands,
        long bodyBytes
    )
    {
        var (input, output, sum, bytesUsd) = (bodyBytes, 0L, 0m, 0m);
        foreach (var demand in demands)
        {
            var own = OwnTokens(demand, WindowOf(prices, demand));
            var answer = OutputOf(demand);
            var all = own + bodyBytes;
            var (alone, why) = MaxCost.Compute(prices, demand, batch: true, own, answer, all);
            if (why is not null)
                return new(null, null, null) { Why = why };
            var whole = MaxCost.Compute(prices, demand, batch: true, all, answer, all).Usd;
            (input, output) = (input + own, output + answer);
            (sum, bytesUsd) = (sum + alone, Math.Max(bytesUsd, whole - alone));
        }
        return new(input, output, sum + bytesUsd);
    }

    private static long WindowOf(PriceSheet prices, RequestDemand demand) =>
        prices.RowOf(null, new(demand.Model, demand.Region))?.ContextWindow
        ?? ModelPrice.LargestContextWindow;

    private static long OutputOf(RequestDemand demand) =>
        Math.Min(MostTokens, demand.MaxTokens!.Value) * (demand.LoopsOnServer ? ServerRounds : 1);

    /// <summary>What a request can have in its prompt beside the bytes of its body.</summary>
    private static long OwnTokens(RequestDemand demand, long window) =>
        demand.LoopsOnServer ? window * ServerRounds
        : demand.HasHiddenText ? window
        : OverheadTokens
            + (long)TypedToolTokens * demand.TypedTools
            + (long)ImageTokens * demand.Images;
}
