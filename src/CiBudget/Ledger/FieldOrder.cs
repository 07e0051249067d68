namespace CiBudget.Ledger;

/// <summary>
/// Which field follows which in the lines that were read. Lines are alike, so the next field is mostly the one that came last time, or,
/// where a field is in some lines only, the one before that.
/// </summary>
internal sealed class FieldOrder
{
    // By the field before; the first place is for the start of an object and for fields that are not known.
    private readonly (LedgerField? Last, LedgerField? Earlier)[] _next = new (
        LedgerField?,
        LedgerField?
    )[LedgerFields.All.Length + 1];

    /// <summary>Tells the next field by its name; null when it is none that came here lately.</summary>
    /// <param name="before">The field before, null at the start.</param>
    /// <param name="text">What follows it.</param>
    /// <param name="comma">1 when a comma must stand before the name, 0 when none may.</param>
    public LedgerField? Expect(LedgerField? before, ReadOnlySpan<byte> text, int comma)
    {
        ref var next = ref _next[Place(before)];
        if (IsAt(next.Last, text, comma))
            return next.Last;
        if (!IsAt(next.Earlier, text, comma))
            return null;
        next = (next.Earlier, next.Last);
        return next.Last;
    }

    /// <summary>Finds a field by its name, and remembers after which it came.</summary>
    public LedgerField? Learn(LedgerField? before, ReadOnlySpan<byte> name)
    {
        ref var next = ref _next[Place(before)];
        var found = LedgerFields.Find(name);
        if (found != next.Last)
            next = (found, next.Last);
        return found;
    }

    private static bool IsAt(LedgerField? field, ReadOnlySpan<byte> text, int comma) =>
        field is not null && text.StartsWith(field.AsNext.AsSpan(1 - comma));

    private static int Place(LedgerField? field) => field is null ? 0 : field.Index + 1;
}
