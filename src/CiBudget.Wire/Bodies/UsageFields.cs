using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>A <c>usage</c> object, or one entry of its <c>iterations</c>, as it is being read; -1 where the wire said nothing yet.</summary>
internal sealed class UsageFields
{
    private const int MaxUnknown = 32;

    private readonly long[] _counts = new long[N.LastCounter - N.FirstCounter + 1];

    public string? ServiceTier;
    public string? InferenceGeo;
    public string? Speed;

    /// <summary>Of an entry only.</summary>
    public string? Type;

    /// <summary>Of an entry only.</summary>
    public string? Model;

    public Dictionary<string, long>? Unknown;

    public UsageFields() => Forget();

    /// <summary>What a counter says; -1 where the wire said nothing yet.</summary>
    public long this[byte node]
    {
        get => _counts[node - N.FirstCounter];
        set => _counts[node - N.FirstCounter] = value;
    }

    /// <summary>True when any token count was reported: without one this is no usage.</summary>
    public bool HasTokens => HasPrompt || Has(N.Output) || Has(N.CacheRead) || HasWrites;

    /// <summary>True when the prompt was counted, with its cached tokens or without them.</summary>
    public bool HasPrompt => Has(N.Input) || Has(N.Prompt);

    /// <summary>The count without which nothing can be said of the cost; null when both are there.</summary>
    public string? Missing =>
        !HasPrompt ? "input_tokens"
        : !Has(N.Output) ? "output_tokens"
        : null;

    /// <summary>Cache writes of any lifetime; 0 where none were reported.</summary>
    public long Written =>
        Math.Max(
            Math.Max(this[N.CacheWrite], this[N.PromptWritten]),
            Get(N.CacheWrite5m) + Get(N.CacheWrite1h)
        );

    /// <summary>Cache reads; 0 where none were reported.</summary>
    public long Read => Math.Max(Get(N.CacheRead), Get(N.PromptRead));

    /// <summary>The uncached prompt; 0 where none was reported.</summary>
    public long Uncached
    {
        get
        {
            if (Has(N.Input) || !Has(N.Prompt))
                return Get(N.Input);
            // More read and written than there was prompt: then the prompt was meant without them.
            var rest = this[N.Prompt] - Read - Written;
            return rest >= 0 ? rest : this[N.Prompt];
        }
    }

    /// <summary>What a counter says; 0 where the wire said nothing.</summary>
    public long Get(byte node) => Math.Max(0, this[node]);

    /// <summary>Forgets everything. The dictionary is the result's by now, and is not touched.</summary>
    public void Clear()
    {
        Forget();
        ServiceTier = InferenceGeo = Speed = Type = Model = null;
        Unknown = null;
    }

    /// <summary>Counts what has no place of its own.</summary>
    public void Count(string path, long value)
    {
        Unknown ??= new Dictionary<string, long>(StringComparer.Ordinal);
        // Counts of a stream are cumulative, so the largest is the last.
        if (Unknown.TryGetValue(path, out var before))
            Unknown[path] = Math.Max(before, value);
        else if (Unknown.Count < MaxUnknown)
            Unknown.Add(path, value);
    }

    private bool HasWrites => Has(N.CacheWrite) || Has(N.CacheWrite5m) || Has(N.CacheWrite1h);

    private bool Has(byte node) => this[node] >= 0;

    private void Forget() => _counts.AsSpan().Fill(-1);
}
