namespace CiBudget;

/// <summary>What CiBudget throws for reasons of its own; the message says what is wrong and how to mend it.</summary>
public abstract class CiBudgetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and how to mend it.</param>
    /// <param name="innerException">What it comes from; null when nothing else failed.</param>
    protected CiBudgetException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
