namespace CiBudget.Tool.Prices;

/// <summary>One price that another list gives differently.</summary>
/// <param name="Model">The model.</param>
/// <param name="Kind">The kind of tokens, as the budget file names it.</param>
/// <param name="Own">Ours, US dollars per million tokens; null when there is none.</param>
/// <param name="Theirs">Theirs.</param>
internal sealed record PriceDifference(string Model, string Kind, decimal? Own, decimal Theirs)
{
    public string TheirsText => "$" + Amount.Plain(Theirs);
}
