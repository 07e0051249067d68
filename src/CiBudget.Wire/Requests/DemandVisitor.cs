using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Wire;

/// <summary>Finds in a request body what decides its cost; one visitor for each dialect of the same request.</summary>
internal abstract class DemandVisitor : JsonVisitor
{
    private string? _unbounded;
    private long? _maxTokens;
    private CacheLifetime _cache;

    protected string? AskedModel { get; set; }
    protected string? AskedSpeed { get; set; }
    protected string? AskedGeo { get; set; }
    protected int Images { get; set; }
    protected long ImageBytes { get; set; }

    /// <summary>All sources whose text cannot be counted here: images, documents, files.</summary>
    protected int HiddenSources { get; set; }
    protected int TypedTools { get; set; }
    protected bool LoopsOnServer { get; set; }
    protected long WebSearches { get; set; }

    /// <summary>What was asked for: one demand, or one for each request of a batch.</summary>
    public virtual IReadOnlyList<RequestDemand> Demands() => [Demand()];

    protected RequestDemand Demand() =>
        new()
        {
            Model = AskedModel,
            MaxTokens = _maxTokens,
            Speed = AskedSpeed,
            InferenceGeo = AskedGeo,
            Cache = _cache,
            Images = Images,
            ImageBytes = ImageBytes,
            // Each image contributes one source, so any excess is documents of unknown length.
            HasHiddenText = HiddenSources > Images,
            TypedTools = TypedTools,
            LoopsOnServer = LoopsOnServer,
            WebSearches = WebSearches,
            Unbounded = _unbounded,
        };

    /// <summary>Another request of a batch begins.</summary>
    protected void Clear()
    {
        (_unbounded, _maxTokens) = (null, null);
        (AskedModel, AskedSpeed, AskedGeo) = (null, null, null);
        (_cache, Images, ImageBytes, HiddenSources) = (CacheLifetime.None, 0, 0, 0);
        (TypedTools, LoopsOnServer, WebSearches) = (0, false, 0);
    }

    public static DemandVisitor Create(RequestDialect dialect) =>
        dialect switch
        {
            RequestDialect.Converse => new ConverseDemandVisitor(),
            RequestDialect.ChatCompletions => new ChatDemandVisitor(),
            _ => new MessageDemandVisitor(batch: dialect == RequestDialect.MessageBatch),
        };

    /// <summary>Calls within the call, prompts from elsewhere and whatever comes later.</summary>
    /// <returns>The node of a value that nobody wants.</returns>
    protected byte Unknown(ReadOnlySpan<byte> name)
    {
        HasNoBound($"asks for '{SafeText.Excerpt(RecentTexts.Get(name))}'");
        return Skip;
    }

    /// <summary>The first reason is the one that is told.</summary>
    protected void HasNoBound(string why) => _unbounded ??= why;

    protected void AsksForTokens(long count) => _maxTokens = Larger(_maxTokens, count);

    /// <summary>Of two names, or two values of one name, nobody knows which is taken.</summary>
    protected static long? Larger(long? known, long value) =>
        value < 0 ? known : Math.Max(known ?? 0, value);

    protected void AsksForCache()
    {
        if (_cache == CacheLifetime.None)
            _cache = CacheLifetime.FiveMinutes;
    }

    protected void AsksForCacheOf(ReadOnlySpan<byte> ttl)
    {
        if (!ttl.SequenceEqual("5m"u8))
            _cache = CacheLifetime.Hour;
    }
}
