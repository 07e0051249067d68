namespace CiBudget.Tool;

/// <summary>What was asked for cannot be done: one line that says why and how to mend it.</summary>
internal sealed class UsageException(string message) : CiBudgetException(message);
