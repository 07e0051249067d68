namespace CiBudget;

/// <summary>A model that was called.</summary>
/// <param name="name">Its id as the wire named it; null when it never did.</param>
/// <param name="price">Its row of the price sheet; null when there is none.</param>
internal sealed class ModelRow(string? name, ModelPrice? price)
{
    public string? Name { get; } = name;

    public Account Sum { get; } = new();

    public Incident Calls { get; } = new();

    /// <summary>True when a pattern names it, by its id on the wire or by its plain id (without date and region).</summary>
    public bool IsMatch(string pattern) =>
        Name is not null
        && (
            GlobPattern.IsMatch(pattern, Name)
            || (price is not null && GlobPattern.IsMatch(pattern, price.Model))
        );

    /// <summary>How many price tiers a prompt of so many tokens is above.</summary>
    public int TierOf(long promptTokens)
    {
        if (price is null)
            return 0;
        var tier = 0;
        foreach (var step in price.Tiers)
        {
            if (promptTokens > step.AbovePromptTokens)
                tier++;
        }
        return tier;
    }
}
