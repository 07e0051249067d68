using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CiBudget;

/// <summary>
/// The lines of a ledger. Nulls, zeros and defaults are left out, but <c>usage</c> is always an array: tools that sum it need no test.
/// </summary>
#pragma warning disable CA1001 // The JSON writer only writes to the buffer beside it; it holds nothing to give back.
internal sealed class LedgerFormat
#pragma warning restore CA1001
{
    // Relaxed: no HTML is made of it, and names in other scripts stay readable. Control characters and lone surrogates are escaped.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static LedgerFormat? ofThisThread;

    private readonly LedgerBuffer buffer = new();
    private readonly Utf8JsonWriter json;

    public LedgerFormat() => json = new Utf8JsonWriter(buffer, Options);

    /// <summary>One per thread, so that threads do not wait for each other and nothing is allocated per line.</summary>
    public static LedgerFormat OfThisThread => ofThisThread ??= new();

    public LedgerBuffer Opening(LedgerProcess process)
    {
        Begin("process"u8);
        Text("id"u8, process.Id);
        Text("run"u8, process.Run);
        Number("shard"u8, process.Shard ?? 0);
        Number("processId"u8, process.ProcessId);
        Text("assembly"u8, process.Assembly);
        Text("framework"u8, process.Framework);
        Time("started"u8, process.Started);
        Text("blind"u8, process.Blind);
        return End();
    }

    public LedgerBuffer Entry(LedgerEntry entry)
    {
        Begin(entry.IsCall ? "call"u8 : "batchMessage"u8);
        buffer.Entries = 1;
        Text("id"u8, entry.Id);
        Time("time"u8, entry.Time);
        if (entry.Test is { } test)
            Test(test);
        json.WriteString("endpoint"u8, LedgerNames<ClaudeEndpoint>.Of(entry.Endpoint));
        Text("host"u8, entry.Host);
        json.WriteString("outcome"u8, LedgerNames<CallOutcome>.Of(entry.Outcome));
        Number("status"u8, entry.Status ?? 0);
        Text("requestModel"u8, entry.RequestModel);
        if (entry.MaxTokens is { } maxTokens)
            json.WriteNumber("maxTokens"u8, maxTokens);
        Text("promptHash"u8, entry.PromptHash);
        Flag("streamed"u8, entry.Streamed);
        Text("messageId"u8, entry.MessageId);
        Text("requestId"u8, entry.RequestId);
        Text("organization"u8, entry.Organization);
        Text("workspace"u8, entry.Workspace);
        Text("stopReason"u8, entry.StopReason);
        if (entry.Error is { } error)
            Error(error);
        Number("attempt"u8, entry.Attempt);
        Milliseconds("durationMs"u8, entry.DurationMs);
        Milliseconds("firstByteMs"u8, entry.FirstByteMs);
        Flag("replayed"u8, entry.Replayed);
        Text("scenario"u8, entry.Scenario);
        if (!entry.Complete)
            json.WriteBoolean("complete"u8, false);
        json.WriteStartArray("usage"u8);
        foreach (var usage in entry.Usage)
            Usage(usage);
        json.WriteEndArray();
        return End();
    }

    public LedgerBuffer Closing(long inFlight, long unmetered, long lost, long lines)
    {
        Begin("end"u8);
        json.WriteNumber("inFlight"u8, inFlight);
        json.WriteNumber("unmetered"u8, unmetered);
        json.WriteNumber("lost"u8, lost);
        json.WriteNumber("lines"u8, lines);
        return End();
    }

    private void Begin(ReadOnlySpan<byte> kind)
    {
        buffer.Clear();
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber("v"u8, LedgerEntry.CurrentVersion);
        json.WriteString("kind"u8, kind);
    }

    private LedgerBuffer End()
    {
        json.WriteEndObject();
        json.Flush();
        buffer.EndLine();
        return buffer;
    }

    private void Test(TestIdentity test)
    {
        json.WriteStartObject("test"u8);
        json.WriteString("name"u8, LedgerText.Cut(test.Name));
        Text("fixture"u8, test.Fixture);
        Text("assembly"u8, test.Assembly);
        if (test.Categories.Count > 0)
        {
            json.WriteStartArray("categories"u8);
            foreach (var category in test.Categories)
                json.WriteStringValue(LedgerText.Cut(category));
            json.WriteEndArray();
        }
        Number("repetition"u8, test.Repetition);
        json.WriteEndObject();
    }

    private void Error(ClaudeError error)
    {
        json.WriteStartObject("error"u8);
        Text("type"u8, error.Type);
        Text("code"u8, error.Code);
        json.WriteString("kind"u8, LedgerNames<FailureKind>.Of(error.Kind));
        json.WriteEndObject();
    }

    private void Usage(Usage usage)
    {
        json.WriteStartObject();
        Text("model"u8, usage.Model);
        Number("inputTokens"u8, usage.InputTokens);
        Number("cacheWrite5mTokens"u8, usage.CacheWrite5mTokens);
        Number("cacheWrite1hTokens"u8, usage.CacheWrite1hTokens);
        Number("cacheReadTokens"u8, usage.CacheReadTokens);
        Number("outputTokens"u8, usage.OutputTokens);
        Number("thinkingTokens"u8, usage.ThinkingTokens);
        Number("webSearchRequests"u8, usage.WebSearchRequests);
        Number("webFetchRequests"u8, usage.WebFetchRequests);
        Text("serviceTier"u8, usage.ServiceTier);
        Text("inferenceGeo"u8, usage.InferenceGeo);
        Text("speed"u8, usage.Speed);
        Flag("batch"u8, usage.Batch);
        if (usage.Unbilled != UnbilledReason.None)
            json.WriteString("unbilled"u8, LedgerNames<UnbilledReason>.Of(usage.Unbilled));
        Flag("cacheSplitAssumed"u8, usage.CacheSplitAssumed);
        if (usage.UnknownCounters is { Count: > 0 } counters)
        {
            json.WriteStartObject("unknownCounters"u8);
            foreach (var counter in counters)
                json.WriteNumber(LedgerText.Cut(counter.Key), counter.Value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is { Length: > 0 })
            json.WriteString(name, LedgerText.Cut(value));
    }

    private void Number(ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    private void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (value)
            json.WriteBoolean(name, true);
    }

    /// <summary>To the microsecond; what is no number is left out, since JSON cannot say it.</summary>
    private void Milliseconds(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } ms and not 0 && !double.IsNaN(ms) && !double.IsInfinity(ms))
            json.WriteNumber(name, Math.Round(ms, 3));
    }

    /// <summary>UTC, always 28 characters, so that times sort as text.</summary>
    private void Time(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[28];
        Utf8Formatter.TryFormat(value.UtcDateTime, text, out var length, 'O');
        json.WriteString(name, text.Slice(0, length));
    }
}
