namespace CiBudget;

/// <summary>Prices of models, and what a usage costs by them. Immutable and thread-safe.</summary>
public sealed class PriceSheet
{
    /// <summary>The sheet that ships with CiBudget: list prices of the Claude API.</summary>
    public static PriceSheet Embedded => throw new NotImplementedException();

    /// <summary>The day that the sheet was made.</summary>
    public DateTime AsOf => throw new NotImplementedException();

    /// <summary>Every row.</summary>
    public IReadOnlyList<ModelPrice> Models => throw new NotImplementedException();

    /// <summary>The sheet with a budget file's prices and discount on top.</summary>
    public PriceSheet With(Budget budget) => throw new NotImplementedException();

    /// <summary>The row of a model id (dated, with a region or a Bedrock suffix), matched exactly; null when there is none.</summary>
    public ModelPrice? Find(string model) => throw new NotImplementedException();

    /// <summary>What a usage costs.</summary>
    public Cost CostOf(Usage usage) => throw new NotImplementedException();
}
