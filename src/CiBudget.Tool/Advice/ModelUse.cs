using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Tool.Advice;

/// <summary>What a run used of one model.</summary>
internal sealed class ModelUse
{
    public TokenCounts Tokens { get; private set; }

    /// <summary>At list price, replayed calls included.</summary>
    public decimal Usd { get; private set; }

    public void Add(TokenCounts tokens, decimal usd)
    {
        Tokens += tokens;
        Usd += usd;
    }

    /// <summary>What the same tokens would cost on another model, at its first tier; null when they have no price there.</summary>
    public decimal? CostOn(string model, PriceSheet prices) =>
        prices
            .CostOf(
                new() { Model = model, Tokens = Tokens with { WebSearches = 0 } },
                promptTokens: 0
            )
            .Usd;
}
