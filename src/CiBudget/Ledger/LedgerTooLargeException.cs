namespace CiBudget.Ledger;

/// <summary>A file has the name of a ledger and is larger than any.</summary>
internal sealed class LedgerTooLargeException() : IOException("the file is larger than any ledger");
