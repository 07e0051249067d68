namespace CiBudget.NUnit;

/// <summary>CIB023: a live call was refused because the run is offline. The message names the test and the URL.</summary>
public sealed class OfflineException : CiBudgetException
{
    internal OfflineException(string message)
        : base(message) { }
}
