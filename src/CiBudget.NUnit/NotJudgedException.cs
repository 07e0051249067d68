using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>
/// Ends a test before it begins, as an error that shows its message alone. Setting the result instead would not do: NUnit before 4.2 runs
/// the test all the same.
/// </summary>
internal sealed class NotJudgedException(string message) : ResultStateException(message)
{
    /// <inheritdoc />
    public override ResultState ResultState => ResultState.Error;
}
