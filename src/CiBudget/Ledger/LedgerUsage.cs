using System.Text.Json;

namespace CiBudget;

/// <summary>One element of a line's <c>usage</c>, texts as slices of the line.</summary>
internal struct LedgerUsage
{
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
        | Bit(Batch, 6);

    /// <summary>Reads the object that the reader stands on.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("'usage' must be a list of objects");
        this = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
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
        var reader = new Utf8JsonReader(UnknownCounters.Of(line));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            counters[name] =
                reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count)
                    ? count
                    : 1;
            reader.Skip();
        }
        return counters.Count == 0 ? null : counters;
    }

    private static int Bit(bool set, int place) => set ? 1 << place : 0;

    private void ReadProperty(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("model"u8))
            Model = LedgerSlice.OfString(ref reader);
        else if (name.SequenceEqual("inputTokens"u8))
            InputTokens = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("outputTokens"u8))
            OutputTokens = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("cacheReadTokens"u8))
            CacheReadTokens = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("cacheWrite5mTokens"u8))
            CacheWrite5mTokens = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("cacheWrite1hTokens"u8))
            CacheWrite1hTokens = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("serviceTier"u8))
            ServiceTier = LedgerSlice.OfString(ref reader);
        else if (name.SequenceEqual("inferenceGeo"u8))
            InferenceGeo = LedgerSlice.OfString(ref reader);
        else if (name.SequenceEqual("thinkingTokens"u8))
            ThinkingTokens = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("speed"u8))
            Speed = LedgerSlice.OfString(ref reader);
        else if (name.SequenceEqual("webSearchRequests"u8))
            WebSearchRequests = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("webFetchRequests"u8))
            WebFetchRequests = LedgerLine.Count(ref reader);
        else if (name.SequenceEqual("batch"u8))
            Batch = reader.GetBoolean();
        else if (name.SequenceEqual("unbilled"u8))
            Unbilled = LedgerLine.Name<UnbilledReason>(ref reader);
        else if (name.SequenceEqual("cacheSplitAssumed"u8))
            CacheSplitAssumed = reader.GetBoolean();
        else if (name.SequenceEqual("unknownCounters"u8))
            UnknownCounters = LedgerSlice.OfObject(ref reader);
        else
            reader.Skip();
    }
}
