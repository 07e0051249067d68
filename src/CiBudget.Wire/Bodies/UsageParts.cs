using CiBudget.Tokens;
using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>Turns what was read of <c>usage</c> into parts that each have one model and one price.</summary>
internal static class UsageParts
{
    public static IReadOnlyList<Usage> From(MessageFields message, bool batch)
    {
        if (message.Iterations is { Count: > 0 } entries)
            return OfEntries(message, entries, batch);
        if (message.Usage.HasTokens)
        {
            var unbilled = IsEmptyRefusal(message) ? UnbilledReason.Refusal : UnbilledReason.None;
            return
            [
                Part(
                    message.Usage,
                    message.Usage,
                    CacheWrites.From(message.Usage),
                    message.FallbackModel ?? message.Model,
                    unbilled,
                    batch,
                    withTools: true
                ),
            ];
        }
        if (message.CountedTokens >= 0 && !message.HasUsage && message.Kind != EventKind.Message)
            return
            [
                new Usage
                {
                    InputTokens = message.CountedTokens,
                    Unbilled = UnbilledReason.CountTokens,
                },
            ];
        return [];
    }

    /// <summary>The model that served the message in the end.</summary>
    public static string? ServingModel(MessageFields message)
    {
        if (message.FallbackModel is not null || message.Iterations is null)
            return message.FallbackModel ?? message.Model;
        for (var i = message.Iterations.Count - 1; i >= 0; i--)
            if (message.Iterations[i] is { Type: "fallback_message", Model: { } model })
                return model;
        return message.Model;
    }

    /// <summary>
    /// With <c>iterations</c> the counts of the top level say nothing more: they leave out compaction, advisors and earlier attempts.
    /// </summary>
    private static Usage[] OfEntries(MessageFields message, List<UsageFields> entries, bool batch)
    {
        var reasons = entries.ConvertAll(_ => UnbilledReason.None);
        var hasFallback = entries.Exists(entry => entry.Type == "fallback_message");
        var lastAttempt = entries.FindLastIndex(IsAttempt);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (!IsAttempt(entry))
                continue;
            if (IsEmptyRefusal(message) && !(hasFallback && i != lastAttempt))
                reasons[i] = UnbilledReason.Refusal;
            else if (
                hasFallback
                && entry[N.Output] == 0
                && (i != lastAttempt || message.StopReason == "refusal")
            )
                reasons[i] = UnbilledReason.DeclinedAttempt;
        }
        var writes = CacheWrites.From(entries, message.Usage, lastAttempt);
        var toolsAt = Math.Max(0, reasons.IndexOf(UnbilledReason.None));
        var parts = new Usage[entries.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var entry = entries[i];
            var model = entry.Type is "advisor_message" or "fallback_message"
                ? entry.Model
                : entry.Model ?? message.Model;
            parts[i] = Part(
                entry,
                message.Usage,
                writes[i],
                model,
                reasons[i],
                batch,
                withTools: i == toolsAt
            );
        }
        return parts;
    }

    internal static bool IsAttempt(UsageFields entry) =>
        entry.Type is "message" or "fallback_message";

    /// <summary>A refusal before any output shows tokens and bills none.</summary>
    private static bool IsEmptyRefusal(MessageFields message) =>
        message is { StopReason: "refusal", ContentWasEmpty: true, HasContent: false };

    private static Usage Part(
        UsageFields own,
        UsageFields top,
        CacheWrites writes,
        string? model,
        UnbilledReason unbilled,
        bool batch,
        bool withTools
    )
    {
        var tokens = writes.Counts with { Input = own.Uncached, CacheRead = own.Read };
        foreach (var (node, kind) in N.Plain)
            tokens = kind.With(tokens, own.Get(node));
        foreach (var (node, kind) in withTools ? N.PlainOfTools : [])
            tokens = kind.With(tokens, top.Get(node));
        return new Usage
        {
            Model = model,
            Tokens = tokens,
            ServiceTier = own.ServiceTier ?? top.ServiceTier,
            InferenceGeo = own.InferenceGeo ?? top.InferenceGeo,
            Speed = own.Speed ?? top.Speed,
            Batch = batch,
            Unbilled = unbilled,
            CacheSplitAssumed = writes.IsAssumed,
            UnknownCounters = withTools ? Merged(own, top) : own.Unknown,
        };
    }

    private static Dictionary<string, long>? Merged(UsageFields own, UsageFields top)
    {
        if (own == top || top.Unknown is null)
            return own.Unknown;
        if (own.Unknown is null)
            return top.Unknown;
        var both = new Dictionary<string, long>(top.Unknown, StringComparer.Ordinal);
        foreach (var counter in own.Unknown)
            both[counter.Key] = counter.Value;
        return both;
    }
}
