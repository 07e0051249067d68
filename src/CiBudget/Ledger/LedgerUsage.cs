using System.Buffers.Text;
using System.Text;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>One element of a line's <c>usage</c>, texts as slices of the line.</summary>
internal struct LedgerUsage
{
    /// <summary>The bit of <see cref="Kinds"/> for batches.</summary>
    public const int BatchKind = 1 << 6;

    public LedgerSlice Model;
    public LedgerSlice ServiceTier;
    public LedgerSlice InferenceGeo;
    public LedgerSlice Speed;
    public LedgerSlice UnknownCounters;
    public TokenCounts Tokens;
    public bool Batch;
    public bool CacheSplitAssumed;
    public UnbilledReason Unbilled;

    /// <summary>A bit for every kind of which something was used, and one for batches.</summary>
    public readonly int Kinds => Tokens.Kinds | (Batch ? BatchKind : 0);

    /// <summary>Reads the object that the reader stands on.</summary>
    public void Read(ref LedgerLineReader reader)
    {
        if (!reader.TryStartObject())
            throw new FormatException("'usage' is not a list of objects");
        this = default;
        var seen = 0UL;
        Span<long> counts = stackalloc long[TokenCounts.Size];
        counts.Clear();
        for (LedgerField? field = LedgerFields.Usage; reader.TryNextField(ref field); )
        {
            if (field is not UsageField known)
                throw new FormatException(
                    "'usage' has a key that this version of CiBudget does not know"
                );
            var bit = 1UL << field.Index;
            if ((seen & bit) != 0)
                throw new FormatException($"'usage' has '{field.Name}' twice");
            seen |= bit;
            if (reader.TryNull())
                continue;
            if (known.Counter >= 0)
                counts[known.Counter] = reader.Count();
            else
                known.Read(ref this, ref reader);
        }
        Tokens = TokenCounts.From(counts);
    }

    public readonly Usage ToUsage(ReadOnlySpan<byte> line) =>
        new()
        {
            Model = Model.Text(line),
            Tokens = Tokens,
            ServiceTier = ServiceTier.Text(line),
            InferenceGeo = InferenceGeo.Text(line),
            Speed = Speed.Text(line),
            Batch = Batch,
            CacheSplitAssumed = CacheSplitAssumed,
            Unbilled = Unbilled,
            UnknownCounters = Counters(line),
        };

    /// <summary>The unknown counters; null when there are none.</summary>
    public readonly IReadOnlyDictionary<string, long>? Counters(ReadOnlySpan<byte> line)
    {
        if (UnknownCounters.IsMissing)
            return null;
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        var json = UnknownCounters.In(line);
        var reader = new LedgerLineReader(json, new());
        reader.TryStartObject();
        while (reader.TryNextProperty(out var name))
        {
            var value = reader.Skip().In(json);
            // Whatever it counts, it counts something.
            counters[Encoding.UTF8.GetString(name.ToArray())] = Utf8Parser.TryParse(
                value,
                out long count,
                out _
            )
                ? count
                : 1;
        }
        return counters.Count == 0 ? null : counters;
    }
}
