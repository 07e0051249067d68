using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>A <c>usage</c> object, or one entry of its <c>iterations</c>, as it is being read; -1 where the wire said nothing yet.</summary>
internal sealed class UsageFields
{
    private const int MaxUnknown = 32;

    public long Input = -1;
    public long Output = -1;
    public long CacheWrite = -1;
    public long CacheWrite5m = -1;
    public long CacheWrite1h = -1;
    public long CacheRead = -1;
    public long Thinking = -1;
    public long WebSearch = -1;
    public long WebFetch = -1;

    /// <summary>Of the OpenAI-compatible endpoint: the whole prompt, cache reads and writes included.</summary>
    public long Prompt = -1;
    public long PromptRead = -1;
    public long PromptWritten = -1;
    public string? ServiceTier;
    public string? InferenceGeo;
    public string? Speed;

    /// <summary>Of an entry only.</summary>
    public string? Type;

    /// <summary>Of an entry only.</summary>
    public string? Model;

    public Dictionary<string, long>? Unknown;

    /// <summary>True when any token count was reported: without one this is no usage.</summary>
    public bool HasTokens =>
        Input >= 0
        || Output >= 0
        || CacheWrite >= 0
        || CacheWrite5m >= 0
        || CacheWrite1h >= 0
        || CacheRead >= 0
        || Prompt >= 0;

    /// <summary>The count without which nothing can be said of the cost; null when both are there.</summary>
    public string? Missing =>
        Input < 0 && Prompt < 0 ? "input_tokens"
        : Output < 0 ? "output_tokens"
        : null;

    /// <summary>Cache writes of any lifetime; 0 where none were reported.</summary>
    public long Written =>
        Math.Max(
            Math.Max(CacheWrite, PromptWritten),
            Math.Max(0, CacheWrite5m) + Math.Max(0, CacheWrite1h)
        );

    /// <summary>Cache reads; 0 where none were reported.</summary>
    public long Read => Math.Max(0, Math.Max(CacheRead, PromptRead));

    /// <summary>The uncached prompt; 0 where none was reported.</summary>
    public long Uncached
    {
        get
        {
            if (Input >= 0 || Prompt < 0)
                return Math.Max(0, Input);
            // More read and written than there was prompt: then the prompt was meant without them.
            var rest = Prompt - Read - Written;
            return rest >= 0 ? rest : Prompt;
        }
    }

    /// <summary>Forgets everything. The dictionary is the result's by now, and is not touched.</summary>
    public void Clear()
    {
        Input = Output = CacheWrite = CacheWrite5m = CacheWrite1h = CacheRead = -1;
        Thinking = WebSearch = WebFetch = Prompt = PromptRead = PromptWritten = -1;
        ServiceTier = InferenceGeo = Speed = Type = Model = null;
        Unknown = null;
    }

    /// <summary>Takes in a count; nothing for a node that is none of a usage's.</summary>
    public void Set(byte node, long value)
    {
        switch (node)
        {
            case N.Input:
                Input = value;
                break;
            case N.Output:
                Output = value;
                break;
            case N.CacheWrite:
                CacheWrite = value;
                break;
            case N.CacheWrite5m:
                CacheWrite5m = value;
                break;
            case N.CacheWrite1h:
                CacheWrite1h = value;
                break;
            case N.CacheRead:
                CacheRead = value;
                break;
            case N.Thinking:
                Thinking = value;
                break;
            case N.WebSearch:
                WebSearch = value;
                break;
            case N.WebFetch:
                WebFetch = value;
                break;
            case N.Prompt:
                Prompt = value;
                break;
            case N.PromptRead:
                PromptRead = value;
                break;
            case N.PromptWritten:
                PromptWritten = value;
                break;
        }
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
}
