namespace CiBudget.Ledger;

/// <summary>Which field follows which in the lines that were read: lines are alike, so the next one is mostly the one that is expected.</summary>
internal sealed class FieldOrder
{
    // By the field before; the first place is for the start of an object and for fields that are not known.
    private readonly LedgerField?[] _next = new LedgerField?[LedgerFields.All.Length + 1];

    /// <summary>The field that came after this one the last time; null when none is known.</summary>
    public LedgerField? After(LedgerField? field) => _next[Place(field)];

    /// <summary>Finds a field by its name, and remembers after which it came.</summary>
    public LedgerField? Learn(LedgerField? before, ReadOnlySpan<byte> name) =>
        _next[Place(before)] = LedgerFields.Find(name);

    private static int Place(LedgerField? field) => field is null ? 0 : field.Index + 1;
}
