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
        while (reader.TryNextProperty(out var name))
        {
            if (!reader.TryNull())
                ReadProperty(name, ref reader);
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
        var reader = new LedgerLineReader(json);
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

    private void ReadProperty(ReadOnlySpan<byte> name, ref LedgerLineReader reader)
    {
        switch (name.Length, name.IsEmpty ? ' ' : (char)name[0])
        {
            case (5, 'm') when name.SequenceEqual("model"u8):
                Model = reader.String();
                break;
            case (11, 'i') when name.SequenceEqual("inputTokens"u8):
                InputTokens = reader.Count();
                break;
            case (12, 'o') when name.SequenceEqual("outputTokens"u8):
                OutputTokens = reader.Count();
                break;
            case (15, 'c') when name.SequenceEqual("cacheReadTokens"u8):
                CacheReadTokens = reader.Count();
                break;
            case (18, 'c') when name.SequenceEqual("cacheWrite5mTokens"u8):
                CacheWrite5mTokens = reader.Count();
                break;
            case (18, 'c') when name.SequenceEqual("cacheWrite1hTokens"u8):
                CacheWrite1hTokens = reader.Count();
                break;
            case (11, 's') when name.SequenceEqual("serviceTier"u8):
                ServiceTier = reader.String();
                break;
            case (12, 'i') when name.SequenceEqual("inferenceGeo"u8):
                InferenceGeo = reader.String();
                break;
            case (14, 't') when name.SequenceEqual("thinkingTokens"u8):
                ThinkingTokens = reader.Count();
                break;
            case (5, 's') when name.SequenceEqual("speed"u8):
                Speed = reader.String();
                break;
            case (17, 'w') when name.SequenceEqual("webSearchRequests"u8):
                WebSearchRequests = reader.Count();
                break;
            case (16, 'w') when name.SequenceEqual("webFetchRequests"u8):
                WebFetchRequests = reader.Count();
                break;
            case (5, 'b') when name.SequenceEqual("batch"u8):
                Batch = reader.Boolean();
                break;
            case (8, 'u') when name.SequenceEqual("unbilled"u8):
                Unbilled = reader.Name<UnbilledReason>();
                break;
            case (17, 'c') when name.SequenceEqual("cacheSplitAssumed"u8):
                CacheSplitAssumed = reader.Boolean();
                break;
            case (15, 'u') when name.SequenceEqual("unknownCounters"u8):
                UnknownCounters = reader.Object();
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
