namespace CiBudget;

/// <summary>
/// The lines of a ledger. Nulls, zeros and defaults are left out, but <c>usage</c> is always an array: tools that sum it need no test.
/// </summary>
internal sealed class LedgerFormat
{
    [ThreadStatic]
    private static LedgerFormat? ofThisThread;

    private readonly LedgerBuffer buffer = new();
    private readonly LedgerJson json;

    public LedgerFormat() => json = new(buffer);

    /// <summary>One per thread, so that threads do not wait for each other and nothing is allocated per line.</summary>
    public static LedgerFormat OfThisThread => ofThisThread ??= new();

    public LedgerBuffer Opening(LedgerProcess process)
    {
        Begin("process"u8);
        json.Text("id"u8, process.Id);
        json.Text("run"u8, process.Run);
        json.Number("shard"u8, process.Shard ?? 0);
        json.Number("shards"u8, process.Shards ?? 0);
        json.Number("processId"u8, process.ProcessId);
        json.Text("assembly"u8, process.Assembly);
        json.Text("framework"u8, process.Framework);
        json.Time("started"u8, process.Started);
        json.Text("blind"u8, process.Blind);
        return End();
    }

    public LedgerBuffer Entry(LedgerEntry entry)
    {
        Begin(entry.IsCall ? "call"u8 : "batchMessage"u8);
        buffer.Entries = 1;
        json.Text("id"u8, entry.Id);
        json.Time("time"u8, entry.Time);
        if (entry.Test is { } test)
            Test(test);
        json.Word("endpoint"u8, LedgerNames<ClaudeEndpoint>.Of(entry.Endpoint));
        json.Text("host"u8, entry.Host);
        json.Word("outcome"u8, LedgerNames<CallOutcome>.Of(entry.Outcome));
        json.Number("status"u8, entry.Status ?? 0);
        json.Text("requestModel"u8, entry.RequestModel);
        if (entry.MaxTokens is { } maxTokens)
            json.NumberOrZero("maxTokens"u8, maxTokens);
        json.Text("promptHash"u8, entry.PromptHash);
        json.Flag("streamed"u8, entry.Streamed);
        json.Text("messageId"u8, entry.MessageId);
        json.Text("requestId"u8, entry.RequestId);
        json.Text("organization"u8, entry.Organization);
        json.Text("workspace"u8, entry.Workspace);
        json.Text("stopReason"u8, entry.StopReason);
        if (entry.Error is { } error)
            Error(error);
        json.Number("attempt"u8, entry.Attempt);
        json.Milliseconds("durationMs"u8, entry.DurationMs);
        json.Milliseconds("firstByteMs"u8, entry.FirstByteMs);
        json.Flag("replayed"u8, entry.Replayed);
        json.Text("scenario"u8, entry.Scenario);
        if (!entry.Complete)
            json.FlagOrFalse("complete"u8, false);
        json.Usd("estimatedUsd"u8, entry.EstimatedUsd);
        json.StartArray("usage"u8);
        for (var i = 0; i < entry.Usage.Count; i++)
            Usage(entry.Usage[i]);
        json.EndArray();
        return End();
    }

    public LedgerBuffer Closing(long inFlight, long unmetered, long lost, long lines)
    {
        Begin("end"u8);
        json.NumberOrZero("inFlight"u8, inFlight);
        json.NumberOrZero("unmetered"u8, unmetered);
        json.NumberOrZero("lost"u8, lost);
        json.NumberOrZero("lines"u8, lines);
        return End();
    }

    private void Begin(ReadOnlySpan<byte> kind)
    {
        buffer.Clear();
        json.Reset();
        json.StartObject();
        json.NumberOrZero("v"u8, LedgerEntry.CurrentVersion);
        json.Word("kind"u8, kind);
    }

    private LedgerBuffer End()
    {
        json.EndObject();
        buffer.EndLine();
        return buffer;
    }

    private void Test(TestIdentity test)
    {
        json.StartObject("test"u8);
        json.Text("name"u8, test.Name);
        json.Text("fixture"u8, test.Fixture);
        json.Text("assembly"u8, test.Assembly);
        if (test.Categories.Count > 0)
        {
            json.StartArray("categories"u8);
            for (var i = 0; i < test.Categories.Count; i++)
                json.Element(test.Categories[i]);
            json.EndArray();
        }
        json.Number("repetition"u8, test.Repetition);
        json.EndObject();
    }

    private void Error(ClaudeError error)
    {
        json.StartObject("error"u8);
        json.Text("type"u8, error.Type);
        json.Text("code"u8, error.Code);
        json.Word("kind"u8, LedgerNames<FailureKind>.Of(error.Kind));
        json.EndObject();
    }

    private void Usage(Usage usage)
    {
        json.StartObject();
        json.Text("model"u8, usage.Model);
        json.Number("inputTokens"u8, usage.InputTokens);
        json.Number("cacheWrite5mTokens"u8, usage.CacheWrite5mTokens);
        json.Number("cacheWrite1hTokens"u8, usage.CacheWrite1hTokens);
        json.Number("cacheReadTokens"u8, usage.CacheReadTokens);
        json.Number("outputTokens"u8, usage.OutputTokens);
        json.Number("thinkingTokens"u8, usage.ThinkingTokens);
        json.Number("webSearchRequests"u8, usage.WebSearchRequests);
        json.Number("webFetchRequests"u8, usage.WebFetchRequests);
        json.Text("serviceTier"u8, usage.ServiceTier);
        json.Text("inferenceGeo"u8, usage.InferenceGeo);
        json.Text("speed"u8, usage.Speed);
        json.Flag("batch"u8, usage.Batch);
        if (usage.Unbilled != UnbilledReason.None)
            json.Word("unbilled"u8, LedgerNames<UnbilledReason>.Of(usage.Unbilled));
        json.Flag("cacheSplitAssumed"u8, usage.CacheSplitAssumed);
        if (usage.UnknownCounters is { Count: > 0 } counters)
        {
            json.StartObject("unknownCounters"u8);
            foreach (var counter in counters)
                json.Named(counter.Key, counter.Value);
            json.EndObject();
        }
        json.EndObject();
    }
}
