namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>Why metered and billed are not the same, or why that is no matter.</summary>
/// <param name="Cause">A word for programs.</param>
/// <param name="Text">A sentence or two for people.</param>
internal sealed record Explanation(Cause Cause, string Text);
