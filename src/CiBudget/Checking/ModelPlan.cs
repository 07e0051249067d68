namespace CiBudget.Checking;

/// <summary>What the calls to one model can cost at the most.</summary>
/// <param name="Demand">What they ask for.</param>
/// <param name="Usd">US dollars; null when it is not known.</param>
/// <param name="Why">Why it is not known; null when it is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ModelPlan(ModelDemand Demand, decimal? Usd, string? Why);
