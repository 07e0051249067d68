namespace CiBudget.Budgets;

/// <summary>A pattern in <c>models.allow</c> or <c>models.deny</c>.</summary>
/// <param name="Pattern">A model id in which <c>*</c> stands for any characters.</param>
/// <param name="Position">Where it stands in the budget file.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ModelRule(string Pattern, Position Position);
