using System.Text;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>The names of <see cref="LedgerKey"/>s, and which of them follow one another in the lines that were read.</summary>
internal sealed class LedgerKeys
{
    /// <summary>How each stands behind another: <c>,"id":</c>.</summary>
    private static readonly byte[][] Texts =
    [
        .. CamelCase<LedgerKey>.Names.Select(static name =>
            Encoding.ASCII.GetBytes($",\"{name}\":")
        ),
    ];

    /// <summary>A key as lines spell it.</summary>
    public static string NameOf(LedgerKey key) => CamelCase<LedgerKey>.Names[(int)key];

    private readonly LedgerKey[] _next = new LedgerKey[Texts.Length];

    /// <summary>The key that came after this one the last time, and how it stands there; no text when none is known.</summary>
    public ReadOnlySpan<byte> After(LedgerKey key, out LedgerKey next)
    {
        next = _next[(int)key];
        return next == LedgerKey.Other ? default : Texts[(int)next];
    }

    /// <summary>Finds a key by its name, and remembers after which it came.</summary>
    public LedgerKey Learn(LedgerKey before, ReadOnlySpan<byte> name) =>
        _next[(int)before] = Parse(name);

    // By length and first letter: a name is then told from others by one comparison or two.
    private static LedgerKey Parse(ReadOnlySpan<byte> name) =>
        (name.Length, name.IsEmpty ? ' ' : (char)name[0]) switch
        {
            (1, 'v') => LedgerKey.V,
            (3, 's') when name.SequenceEqual("sum"u8) => LedgerKey.Sum,
            (4, 'k') when name.SequenceEqual("kind"u8) => LedgerKey.Kind,
            (2, 'i') when name.SequenceEqual("id"u8) => LedgerKey.Id,
            (4, 'c') when name.SequenceEqual("code"u8) => LedgerKey.Code,
            (4, 't') when name.SequenceEqual("time"u8) => LedgerKey.Time,
            (4, 't') when name.SequenceEqual("test"u8) => LedgerKey.Test,
            (4, 'h') when name.SequenceEqual("host"u8) => LedgerKey.Host,
            (4, 'l') when name.SequenceEqual("lost"u8) => LedgerKey.Lost,
            (5, 'e') when name.SequenceEqual("error"u8) => LedgerKey.Error,
            (5, 'u') when name.SequenceEqual("usage"u8) => LedgerKey.Usage,
            (5, 'l') when name.SequenceEqual("lines"u8) => LedgerKey.Lines,
            (5, 'm') when name.SequenceEqual("model"u8) => LedgerKey.Model,
            (5, 's') when name.SequenceEqual("speed"u8) => LedgerKey.Speed,
            (5, 'b') when name.SequenceEqual("batch"u8) => LedgerKey.Batch,
            (6, 's') when name.SequenceEqual("status"u8) => LedgerKey.Status,
            (6, 'r') when name.SequenceEqual("region"u8) => LedgerKey.Region,
            (7, 'o') when name.SequenceEqual("outcome"u8) => LedgerKey.Outcome,
            (7, 'a') when name.SequenceEqual("attempt"u8) => LedgerKey.Attempt,
            (8, 'e') when name.SequenceEqual("endpoint"u8) => LedgerKey.Endpoint,
            (8, 's') when name.SequenceEqual("streamed"u8) => LedgerKey.Streamed,
            (8, 'r') when name.SequenceEqual("replayed"u8) => LedgerKey.Replayed,
            (8, 's') when name.SequenceEqual("scenario"u8) => LedgerKey.Scenario,
            (8, 'c') when name.SequenceEqual("complete"u8) => LedgerKey.Complete,
            (8, 'i') when name.SequenceEqual("inFlight"u8) => LedgerKey.InFlight,
            (8, 'u') when name.SequenceEqual("unbilled"u8) => LedgerKey.Unbilled,
            (9, 'm') when name.SequenceEqual("maxTokens"u8) => LedgerKey.MaxTokens,
            (9, 'm') when name.SequenceEqual("messageId"u8) => LedgerKey.MessageId,
            (9, 'r') when name.SequenceEqual("requestId"u8) => LedgerKey.RequestId,
            (9, 'w') when name.SequenceEqual("workspace"u8) => LedgerKey.Workspace,
            (9, 'u') when name.SequenceEqual("unmetered"u8) => LedgerKey.Unmetered,
            (10, 'p') when name.SequenceEqual("promptHash"u8) => LedgerKey.PromptHash,
            (10, 'r') when name.SequenceEqual("replayHost"u8) => LedgerKey.ReplayHost,
            (10, 's') when name.SequenceEqual("stopReason"u8) => LedgerKey.StopReason,
            (10, 'd') when name.SequenceEqual("durationMs"u8) => LedgerKey.DurationMs,
            (11, 'f') when name.SequenceEqual("firstByteMs"u8) => LedgerKey.FirstByteMs,
            (11, 'i') when name.SequenceEqual("inputTokens"u8) => LedgerKey.InputTokens,
            (11, 's') when name.SequenceEqual("serviceTier"u8) => LedgerKey.ServiceTier,
            (12, 'r') when name.SequenceEqual("requestModel"u8) => LedgerKey.RequestModel,
            (12, 'o') when name.SequenceEqual("organization"u8) => LedgerKey.Organization,
            (12, 'e') when name.SequenceEqual("estimatedUsd"u8) => LedgerKey.EstimatedUsd,
            (12, 'o') when name.SequenceEqual("outputTokens"u8) => LedgerKey.OutputTokens,
            (12, 'i') when name.SequenceEqual("inferenceGeo"u8) => LedgerKey.InferenceGeo,
            (14, 't') when name.SequenceEqual("thinkingTokens"u8) => LedgerKey.ThinkingTokens,
            (15, 'c') when name.SequenceEqual("cacheReadTokens"u8) => LedgerKey.CacheReadTokens,
            (15, 's') when name.SequenceEqual("startedPrograms"u8) => LedgerKey.StartedPrograms,
            (15, 'u') when name.SequenceEqual("unknownCounters"u8) => LedgerKey.UnknownCounters,
            (16, 'w') when name.SequenceEqual("webFetchRequests"u8) => LedgerKey.WebFetchRequests,
            (17, 'u') when name.SequenceEqual("unreadableCounter"u8) => LedgerKey.UnreadableCounter,
            (17, 'w') when name.SequenceEqual("webSearchRequests"u8) => LedgerKey.WebSearchRequests,
            (17, 'c') when name.SequenceEqual("cacheSplitAssumed"u8) => LedgerKey.CacheSplitAssumed,
            (18, 'c') when name.SequenceEqual("cacheWrite5mTokens"u8) =>
                LedgerKey.CacheWrite5mTokens,
            (18, 'c') when name.SequenceEqual("cacheWrite1hTokens"u8) =>
                LedgerKey.CacheWrite1hTokens,
            _ => LedgerKey.Other,
        };
}
