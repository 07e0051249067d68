using System.Buffers.Text;
using System.Text;

namespace CiBudget;

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
    public long InputTokens;
    public long CacheWrite5mTokens;
    public long CacheWrite1hTokens;
    public long CacheReadTokens;
    public long OutputTokens;
    public long ThinkingTokens;
    public long WebSearchRequests;
    public long WebFetchRequests;
    public bool Batch;
    public bool CacheSplitAssumed;
    public UnbilledReason Unbilled;

    /// <summary>The whole prompt; it decides the price tier.</summary>
    public readonly long PromptTokens =>
        InputTokens + CacheWrite5mTokens + CacheWrite1hTokens + CacheReadTokens;

    /// <summary>A bit for every kind of which something was used, and one for batches.</summary>
    public readonly int Kinds =>
        Bit(InputTokens > 0, 0)
        | Bit(CacheWrite5mTokens > 0, 1)
        | Bit(CacheWrite1hTokens > 0, 2)
        | Bit(CacheReadTokens > 0, 3)
        | Bit(OutputTokens > 0, 4)
        | Bit(WebSearchRequests > 0, 5)
        | (Batch ? BatchKind : 0);

    /// <summary>Reads the object that the reader stands on.</summary>
    public void Read(ref LedgerLineReader reader)
    {
        if (!reader.TryStartObject())
            throw new FormatException("'usage' is not a list of objects");
        this = default;
        var seen = 0UL;
        for (var key = LedgerKey.Usage; reader.TryNextKey(ref key); )
        {
            if (key < LedgerKey.Model)
                throw new FormatException(
                    "'usage' has a key that this version of CiBudget does not know"
                );
            var bit = 1UL << (key - LedgerKey.Model);
            if ((seen & bit) != 0)
                throw new FormatException($"'usage' has '{LedgerKeys.NameOf(key)}' twice");
            seen |= bit;
            if (!reader.TryNull())
                ReadProperty(key, ref reader);
        }
    }

    public readonly Usage ToUsage(ReadOnlySpan<byte> line) =>
        new()
        {
            Model = Model.Text(line),
            InputTokens = InputTokens,
            CacheWrite5mTokens = CacheWrite5mTokens,
            CacheWrite1hTokens = CacheWrite1hTokens,
            CacheReadTokens = CacheReadTokens,
            OutputTokens = OutputTokens,
            ThinkingTokens = ThinkingTokens,
            WebSearchRequests = WebSearchRequests,
            WebFetchRequests = WebFetchRequests,
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
        var json = UnknownCounters.Of(line);
        var reader = new LedgerLineReader(json, new());
        reader.TryStartObject();
        while (reader.TryNextProperty(out var name))
        {
            var value = reader.Skip().Of(json);
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

    private static int Bit(bool set, int place) => set ? 1 << place : 0;

    private void ReadProperty(LedgerKey key, ref LedgerLineReader reader)
    {
        switch (key)
        {
            case LedgerKey.Model:
                Model = reader.String();
                break;
            case LedgerKey.InputTokens:
                InputTokens = reader.Count();
                break;
            case LedgerKey.OutputTokens:
                OutputTokens = reader.Count();
                break;
            case LedgerKey.CacheReadTokens:
                CacheReadTokens = reader.Count();
                break;
            case LedgerKey.CacheWrite5mTokens:
                CacheWrite5mTokens = reader.Count();
                break;
            case LedgerKey.CacheWrite1hTokens:
                CacheWrite1hTokens = reader.Count();
                break;
            case LedgerKey.ServiceTier:
                ServiceTier = reader.String();
                break;
            case LedgerKey.InferenceGeo:
                InferenceGeo = reader.String();
                break;
            case LedgerKey.ThinkingTokens:
                ThinkingTokens = reader.Count();
                break;
            case LedgerKey.Speed:
                Speed = reader.String();
                break;
            case LedgerKey.WebSearchRequests:
                WebSearchRequests = reader.Count();
                break;
            case LedgerKey.WebFetchRequests:
                WebFetchRequests = reader.Count();
                break;
            case LedgerKey.Batch:
                Batch = reader.Boolean();
                break;
            case LedgerKey.Unbilled:
                Unbilled = reader.Name<UnbilledReason>();
                break;
            case LedgerKey.CacheSplitAssumed:
                CacheSplitAssumed = reader.Boolean();
                break;
            case LedgerKey.UnknownCounters:
                UnknownCounters = reader.Object();
                break;
        }
    }
}
