using CiBudget.Json;
using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>
/// The lines of a ledger. Nulls, zeros and defaults are left out, but <c>usage</c> is always an array: tools that sum it need no test.
/// </summary>
internal sealed class LedgerFormat
{
    [ThreadStatic]
    private static LedgerFormat? t_ofThisThread;

    private readonly LedgerBuffer _buffer = new();
    private readonly LedgerJson _json;

    public LedgerFormat() => _json = new(_buffer);

    /// <summary>One per thread, so that threads do not wait for each other and nothing is allocated per line.</summary>
    public static LedgerFormat OfThisThread => t_ofThisThread ??= new();

    public LedgerBuffer Opening(LedgerProcess process)
    {
        Begin("process"u8);
        _json.Text("id"u8, process.Id);
        _json.Text("run"u8, process.Run);
        _json.Text("runIdentity"u8, process.RunIdentity);
        _json.Text("gate"u8, process.Gate);
        _json.Number("shard"u8, process.Shard ?? 0);
        _json.Number("shards"u8, process.Shards ?? 0);
        _json.Number("processId"u8, process.ProcessId);
        _json.Text("assembly"u8, process.Assembly);
        _json.Text("framework"u8, process.Framework);
        _json.Time("started"u8, process.Started);
        _json.Text("blind"u8, process.Blind);
        return End();
    }

    /// <param name="entry">The entry.</param>
    /// <param name="ids">For one that has no id; null when it gets none.</param>
    public LedgerBuffer Entry(LedgerEntry entry, EntryIds? ids = null)
    {
        Begin(
            entry.IsNotice ? "notice"u8
            : entry.IsCall ? "call"u8
            : "batchMessage"u8
        );
        _buffer.Entries = 1;
        if (entry.Id.Length > 0 || ids is null)
            _json.Text("id"u8, entry.Id);
        else
            _json.Numbered("id"u8, ids.Start, ids.Next());
        _json.Text("code"u8, entry.Code);
        _json.Time("time"u8, entry.Time);
        if (entry.Test is { } test)
            Test(test);
        _json.Word("endpoint"u8, LedgerNames<ClaudeEndpoint>.Format(entry.Endpoint));
        _json.Text("host"u8, entry.Host);
        _json.Word("outcome"u8, LedgerNames<CallOutcome>.Format(entry.Outcome));
        _json.Number("status"u8, entry.Status ?? 0);
        _json.Text("requestModel"u8, entry.RequestModel);
        _json.Text("region"u8, entry.Region);
        if (entry.MaxTokens is { } maxTokens)
            _json.NumberOrZero("maxTokens"u8, maxTokens);
        _json.Text("promptHash"u8, entry.PromptHash);
        _json.Flag("streamed"u8, entry.Streamed);
        _json.Text("messageId"u8, entry.MessageId);
        _json.Text("requestId"u8, entry.RequestId);
        _json.Text("organization"u8, entry.Organization);
        _json.Text("workspace"u8, entry.Workspace);
        _json.Text("stopReason"u8, entry.StopReason);
        if (entry.Error is { } error)
            Error(error);
        _json.Number("attempt"u8, entry.Attempt);
        _json.Milliseconds("durationMs"u8, entry.DurationMs);
        _json.Milliseconds("firstByteMs"u8, entry.FirstByteMs);
        _json.Flag("replayed"u8, entry.Replayed);
        _json.Text("scenario"u8, entry.Scenario);
        _json.Text("replayHost"u8, entry.ReplayHost);
        if (!entry.Complete)
            _json.FlagOrFalse("complete"u8, false);
        _json.Usd("estimatedUsd"u8, entry.EstimatedUsd);
        _json.Text("unreadableCounter"u8, entry.UnreadableCounter);
        _json.StartArray("usage"u8);
        for (var i = 0; i < entry.Usage.Count; i++)
            Usage(entry.Usage[i]);
        _json.EndArray();
        return End();
    }

    /// <summary>The closing line. Its <c>sum</c> covers the lines before it and itself as far as <c>sum</c>.</summary>
    /// <param name="inFlight">Calls that have begun and not ended.</param>
    /// <param name="unmetered">Calls that left without being metered.</param>
    /// <param name="lost">Entries that could not be written.</param>
    /// <param name="lines">Lines before this one, the opening line among them.</param>
    /// <param name="before">The checksum of those lines.</param>
    /// <param name="startedPrograms">How many programs the process has started at the least; null when that is not known.</param>
    public LedgerBuffer Closing(
        long inFlight,
        long unmetered,
        long lost,
        long lines,
        LedgerChecksum before,
        int? startedPrograms = null
    )
    {
        Begin("end"u8);
        _json.NumberOrZero("inFlight"u8, inFlight);
        _json.NumberOrZero("unmetered"u8, unmetered);
        _json.NumberOrZero("lost"u8, lost);
        if (startedPrograms is { } programs)
            _json.NumberOrZero("startedPrograms"u8, programs);
        _json.NumberOrZero("lines"u8, lines);
        _json.Checksum("sum"u8, before.Over(_buffer.Bytes.AsSpan(0, _buffer.Length)));
        return End();
    }

    private void Begin(ReadOnlySpan<byte> kind)
    {
        _buffer.Clear();
        _json.Reset();
        _json.StartObject();
        _json.NumberOrZero("v"u8, LedgerEntry.CurrentVersion);
        _json.Word("kind"u8, kind);
    }

    private LedgerBuffer End()
    {
        _json.EndObject();
        _buffer.EndLine();
        return _buffer;
    }

    private void Test(TestIdentity test)
    {
        _json.StartObject("test"u8);
        _json.Text("name"u8, test.Name);
        _json.Text("fixture"u8, test.Fixture);
        _json.Text("assembly"u8, test.Assembly);
        if (test.Categories.Count > 0)
        {
            _json.StartArray("categories"u8);
            for (var i = 0; i < test.Categories.Count; i++)
                _json.Element(test.Categories[i]);
            _json.EndArray();
        }
        _json.Number("repetition"u8, test.Repetition);
        _json.EndObject();
    }

    private void Error(ClaudeError error)
    {
        _json.StartObject("error"u8);
        _json.Text("type"u8, error.Type);
        _json.Text("code"u8, error.Code);
        _json.Word("kind"u8, LedgerNames<FailureKind>.Format(error.Kind));
        _json.EndObject();
    }

    private void Usage(Usage usage)
    {
        _json.StartObject();
        _json.Text("model"u8, usage.Model);
        _json.Number("inputTokens"u8, usage.InputTokens);
        _json.Number("cacheWrite5mTokens"u8, usage.CacheWrite5mTokens);
        _json.Number("cacheWrite1hTokens"u8, usage.CacheWrite1hTokens);
        _json.Number("cacheReadTokens"u8, usage.CacheReadTokens);
        _json.Number("outputTokens"u8, usage.OutputTokens);
        _json.Number("thinkingTokens"u8, usage.ThinkingTokens);
        _json.Number("webSearchRequests"u8, usage.WebSearchRequests);
        _json.Number("webFetchRequests"u8, usage.WebFetchRequests);
        _json.Text("serviceTier"u8, usage.ServiceTier);
        _json.Text("inferenceGeo"u8, usage.InferenceGeo);
        _json.Text("speed"u8, usage.Speed);
        _json.Flag("batch"u8, usage.Batch);
        if (usage.Unbilled != UnbilledReason.None)
            _json.Word("unbilled"u8, LedgerNames<UnbilledReason>.Format(usage.Unbilled));
        _json.Flag("cacheSplitAssumed"u8, usage.CacheSplitAssumed);
        if (usage.UnknownCounters is { Count: > 0 } counters)
        {
            _json.StartObject("unknownCounters"u8);
            foreach (var counter in counters)
                _json.Named(counter.Key, counter.Value);
            _json.EndObject();
        }
        _json.EndObject();
    }
}
