namespace CiBudget.Checking;

/// <summary>Who used how much of a limit.</summary>
/// <param name="Name">A test's name, or <c>unattributed</c>.</param>
/// <param name="Used">In the limit's unit.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record Spender(string Name, decimal Used);
