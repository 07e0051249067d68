using System.Text.Json;

namespace CiBudget;

/// <summary>What kind of line it is.</summary>
internal enum LedgerLineKind
{
    Process,
    Call,
    BatchMessage,
    End,
}

/// <summary>
/// One line of a ledger, read into one object that is used for every line. Texts are slices of the line: most are never decoded.
/// Unknown keys are skipped; an unknown kind, a wrong type or a newer schema is a fault.
/// </summary>
internal sealed class LedgerLine
{
    /// <summary>More of anything than this is not a count but damage, and sums of it would overflow.</summary>
    private const long MaxCount = 1_000_000_000_000;

    private LedgerUsage[] usage = new LedgerUsage[4];

    public LedgerLineKind Kind;
    public LedgerSlice Id;
    public LedgerSlice Test;
    public LedgerSlice Host;
    public LedgerSlice RequestModel;
    public LedgerSlice PromptHash;
    public LedgerSlice MessageId;
    public LedgerSlice RequestId;
    public LedgerSlice Organization;
    public LedgerSlice Workspace;
    public LedgerSlice StopReason;
    public LedgerSlice ErrorType;
    public LedgerSlice ErrorCode;
    public LedgerSlice Scenario;
    public DateTimeOffset Time;
    public ClaudeEndpoint Endpoint;
    public CallOutcome Outcome;
    public FailureKind? Failure;
    public int? Status;
    public long? MaxTokens;
    public int Attempt;
    public double DurationMs;
    public double? FirstByteMs;
    public bool Streamed;
    public bool Replayed;
    public bool Complete;
    public int UsageCount;

    /// <summary>The opening line's; null for other lines.</summary>
    public LedgerProcess? Process;

    // The closing line's.
    public long InFlight;
    public long Unmetered;
    public long Lost;
    public long Lines;

    /// <summary>True when <see cref="TryParse"/> failed because a newer version wrote the line.</summary>
    public bool Newer { get; private set; }

    public ReadOnlySpan<LedgerUsage> Usage => usage.AsSpan(0, UsageCount);

    /// <summary>True for an attempt at an endpoint that costs money.</summary>
    public bool IsPaidCall =>
        Kind == LedgerLineKind.Call
        && Endpoint
            is (ClaudeEndpoint.Messages or ClaudeEndpoint.Complete or ClaudeEndpoint.Unknown);

    /// <summary>True when no 2xx answer came or it broke on the way.</summary>
    public bool IsFailed => Outcome != CallOutcome.Answered || !IsSuccess;

    /// <summary>See <see cref="LedgerEntry.UsageMissing"/>.</summary>
    public bool IsUsageMissing =>
        UsageCount == 0 && Outcome == CallOutcome.Answered && IsSuccess && IsPaidCall;

    private bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, UTF-8, without its break; empty for one that was too long.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    public bool TryParse(ReadOnlySpan<byte> line, out string? fault)
    {
        Clear();
        fault = "it is longer than 1 MB";
        if (line.IsEmpty)
            return false;
        try
        {
            var reader = new Utf8JsonReader(line);
            fault = Parse(ref reader, line);
        }
        catch (JsonException)
        {
            fault = "it is not valid JSON";
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            fault =
                e is FormatException ? e.Message : "a value has another type than the schema says";
        }
        return fault is null;
    }

    /// <summary>A number of things: whole, not negative, not absurd.</summary>
    public static long Count(ref Utf8JsonReader reader)
    {
        if (!reader.TryGetInt64(out var count) || count is < 0 or > MaxCount)
            throw new FormatException("a count is not a whole number from 0 to " + MaxCount);
        return count;
    }

    /// <summary>One of an enum's names.</summary>
    public static T Name<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        if (
            reader.TokenType != JsonTokenType.String
            || !LedgerNames<T>.TryParse(reader.ValueSpan, out var value)
        )
            throw new FormatException("it has a value that is not one of " + typeof(T).Name);
        return value;
    }

    private static DateTimeOffset Moment(ref Utf8JsonReader reader) =>
        reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new FormatException("a time is not in the form 2026-11-22T10:00:00.0000000Z");

    private void Clear()
    {
        Id = Test = Host = RequestModel = PromptHash = MessageId = RequestId = default;
        Organization = Workspace = StopReason = ErrorType = ErrorCode = Scenario = default;
        Time = default;
        Endpoint = default;
        Outcome = default;
        Failure = null;
        Status = null;
        MaxTokens = null;
        Attempt = 0;
        DurationMs = 0;
        FirstByteMs = null;
        Streamed = Replayed = Newer = false;
        Complete = true;
        UsageCount = 0;
        Process = null;
        InFlight = Unmetered = Lost = Lines = 0;
    }

    private string? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "it is not a JSON object";
        var version = 0L;
        var kind = default(LedgerSlice);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("v"u8))
            {
                version = Count(ref reader);
                Newer = version > LedgerEntry.CurrentVersion;
                if (Newer)
                    return $"it has schema version {version}; this version of CiBudget reads up to {LedgerEntry.CurrentVersion}";
            }
            else if (name.SequenceEqual("kind"u8))
                kind = LedgerSlice.OfString(ref reader);
            else if (reader.TokenType != JsonTokenType.Null)
                ReadProperty(name, ref reader);
        }
        reader.Read(); // Throws when something follows the object.
        if (version == 0)
            return "it has no schema version (\"v\")";
        if (!TrySetKind(kind.IsMissing ? default : kind.Of(line)))
            return "it is of no known kind";
        if (Kind == LedgerLineKind.Process)
            Process = ReadProcess(line);
        return null;
    }

    private bool TrySetKind(ReadOnlySpan<byte> name)
    {
        Kind =
            name.SequenceEqual("call"u8) ? LedgerLineKind.Call
            : name.SequenceEqual("batchMessage"u8) ? LedgerLineKind.BatchMessage
            : name.SequenceEqual("end"u8) ? LedgerLineKind.End
            : LedgerLineKind.Process;
        return Kind != LedgerLineKind.Process || name.SequenceEqual("process"u8);
    }

    // By length first: most names are then told apart by one comparison.
    private void ReadProperty(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8):
                Id = LedgerSlice.OfString(ref reader);
                break;
            case 4 when name.SequenceEqual("time"u8):
                Time = Moment(ref reader);
                break;
            case 4 when name.SequenceEqual("test"u8):
                Test = LedgerSlice.OfObject(ref reader);
                break;
            case 4 when name.SequenceEqual("host"u8):
                Host = LedgerSlice.OfString(ref reader);
                break;
            case 4 when name.SequenceEqual("lost"u8):
                Lost = Count(ref reader);
                break;
            case 5 when name.SequenceEqual("usage"u8):
                ReadUsage(ref reader);
                break;
            case 5 when name.SequenceEqual("error"u8):
                ReadError(ref reader);
                break;
            case 5 when name.SequenceEqual("lines"u8):
                Lines = Count(ref reader);
                break;
            case 6 when name.SequenceEqual("status"u8):
                Status = (int)Count(ref reader);
                break;
            case 7 when name.SequenceEqual("outcome"u8):
                Outcome = Name<CallOutcome>(ref reader);
                break;
            case 7 when name.SequenceEqual("attempt"u8):
                Attempt = (int)Count(ref reader);
                break;
            case 8 when name.SequenceEqual("endpoint"u8):
                Endpoint = Name<ClaudeEndpoint>(ref reader);
                break;
            case 8 when name.SequenceEqual("streamed"u8):
                Streamed = reader.GetBoolean();
                break;
            case 8 when name.SequenceEqual("replayed"u8):
                Replayed = reader.GetBoolean();
                break;
            case 8 when name.SequenceEqual("complete"u8):
                Complete = reader.GetBoolean();
                break;
            case 8 when name.SequenceEqual("scenario"u8):
                Scenario = LedgerSlice.OfString(ref reader);
                break;
            case 8 when name.SequenceEqual("inFlight"u8):
                InFlight = Count(ref reader);
                break;
            case 9 when name.SequenceEqual("messageId"u8):
                MessageId = LedgerSlice.OfString(ref reader);
                break;
            case 9 when name.SequenceEqual("requestId"u8):
                RequestId = LedgerSlice.OfString(ref reader);
                break;
            case 9 when name.SequenceEqual("maxTokens"u8):
                MaxTokens = reader.GetInt64();
                break;
            case 9 when name.SequenceEqual("workspace"u8):
                Workspace = LedgerSlice.OfString(ref reader);
                break;
            case 9 when name.SequenceEqual("unmetered"u8):
                Unmetered = Count(ref reader);
                break;
            case 10 when name.SequenceEqual("promptHash"u8):
                PromptHash = LedgerSlice.OfString(ref reader);
                break;
            case 10 when name.SequenceEqual("stopReason"u8):
                StopReason = LedgerSlice.OfString(ref reader);
                break;
            case 10 when name.SequenceEqual("durationMs"u8):
                DurationMs = reader.GetDouble();
                break;
            case 11 when name.SequenceEqual("firstByteMs"u8):
                FirstByteMs = reader.GetDouble();
                break;
            case 12 when name.SequenceEqual("requestModel"u8):
                RequestModel = LedgerSlice.OfString(ref reader);
                break;
            case 12 when name.SequenceEqual("organization"u8):
                Organization = LedgerSlice.OfString(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("'usage' is not a list");
        for (
            UsageCount = 0;
            reader.Read() && reader.TokenType != JsonTokenType.EndArray;
            UsageCount++
        )
        {
            if (UsageCount == usage.Length)
                Array.Resize(ref usage, usage.Length * 2);
            usage[UsageCount].Read(ref reader);
        }
    }

    private void ReadError(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("'error' is not an object");
        Failure = FailureKind.Other;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (name.SequenceEqual("type"u8))
                ErrorType = LedgerSlice.OfString(ref reader);
            else if (name.SequenceEqual("code"u8))
                ErrorCode = LedgerSlice.OfString(ref reader);
            else if (name.SequenceEqual("kind"u8))
                Failure = Name<FailureKind>(ref reader);
            else
                reader.Skip();
        }
    }

    private static LedgerProcess ReadProcess(ReadOnlySpan<byte> line)
    {
        using var document = JsonDocument.Parse(line.ToArray());
        var root = document.RootElement;
        string? Text(string name) =>
            root.TryGetProperty(name, out var value) ? value.GetString() : null;
        int Number(string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        return new()
        {
            Id = Text("id") ?? "",
            Run = Text("run") ?? "",
            Shard = Number("shard") is var shard and > 0 ? shard : null,
            ProcessId = Number("processId"),
            Assembly = Text("assembly"),
            Framework = Text("framework"),
            Started = root.TryGetProperty("started", out var started)
                ? started.GetDateTimeOffset()
                : default,
            Blind = Text("blind"),
        };
    }
}
