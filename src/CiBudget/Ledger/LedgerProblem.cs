namespace CiBudget.Ledger;

/// <summary>A line of a ledger that could not be used.</summary>
/// <param name="Code">
/// <see cref="Codes.LedgerUnreadable"/>, <see cref="Codes.NewerLedger"/>, or <see cref="Codes.UnclosedLedger"/> for a last line that was
/// torn.
/// </param>
/// <param name="Path">The ledger file, as it was given.</param>
/// <param name="Line">1-based.</param>
/// <param name="Message">What is wrong, one sentence without its full stop.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LedgerProblem(string Code, string Path, int Line, string Message);
