namespace CiBudget.Pricing;

/// <summary>Prices of the whole request once its prompt is longer than a threshold.</summary>
/// <param name="AbovePromptTokens">The tier holds for prompts of more than this many tokens, cache reads and writes included.</param>
/// <param name="Prices">What it costs then.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record PriceTier(long AbovePromptTokens, TokenPrices Prices);
