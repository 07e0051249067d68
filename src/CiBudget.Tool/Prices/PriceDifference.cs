using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Tool.Prices;

/// <summary>One price that another list gives differently.</summary>
/// <param name="Model">The model.</param>
/// <param name="Kind">The kind of tokens, or the factor, as the budget file names it.</param>
/// <param name="Own">Ours; null when there is none.</param>
/// <param name="Theirs">Theirs.</param>
internal sealed record PriceDifference(string Model, string Kind, decimal? Own, decimal Theirs)
{
    /// <summary>The tier that it holds in: prompts of more tokens than this; null for the price below all tiers.</summary>
    public long? AbovePromptTokens { get; init; }

    /// <summary>True for a factor on prices; else it is US dollars per million tokens.</summary>
    public bool IsFactor => Kind.EndsWith("Multiplier", StringComparison.Ordinal);

    /// <summary>The kind, with its tier, for people.</summary>
    public string KindText =>
        AbovePromptTokens is { } tokens ? $"{Kind}, prompt above {Amount.Count(tokens)}" : Kind;

    public string TheirsText => Text(Theirs);

    public string OwnText => Own is { } own ? Text(own) : "none";

    /// <summary>Theirs as the budget file writes it.</summary>
    public string Json => IsFactor ? TheirsText : $"\"{TheirsText}\"";

    private string Text(decimal value) => (IsFactor ? "" : "$") + Amount.Plain(value);
}
