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
    public const long MaxCount = 1_000_000_000_000;

    private LedgerUsage[] _usage = new LedgerUsage[4];

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
    public decimal? EstimatedUsd;
    public int Attempt;
    public LedgerSlice DurationMs;
    public LedgerSlice FirstByteMs;
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

    public ReadOnlySpan<LedgerUsage> Usage => _usage.AsSpan(0, UsageCount);

    /// <summary>True for an attempt at an endpoint that costs money.</summary>
    public bool IsPaidCall => Kind == LedgerLineKind.Call && CallRules.IsPaid(Endpoint);

    /// <inheritdoc cref="CallRules.IsFailed"/>
    public bool IsFailed => CallRules.IsFailed(Outcome, Status);

    /// <summary>See <see cref="LedgerEntry.UsageMissing"/>.</summary>
    public bool IsUsageMissing =>
        UsageCount == 0
        && Kind == LedgerLineKind.Call
        && CallRules.IsUsageMissing(Endpoint, Outcome, Status);

    /// <inheritdoc cref="CallRules.IsLowerBound"/>
    public bool IsLowerBound => CallRules.IsLowerBound(Endpoint, Complete);

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
            fault = Parse(new LedgerLineReader(line), line);
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }
        return fault is null;
    }

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
        EstimatedUsd = null;
        Attempt = 0;
        DurationMs = FirstByteMs = default;
        Streamed = Replayed = Newer = false;
        Complete = true;
        UsageCount = 0;
        Process = null;
        InFlight = Unmetered = Lost = Lines = 0;
    }

    private string? Parse(LedgerLineReader reader, ReadOnlySpan<byte> line)
    {
        if (!reader.TryStartObject())
            return "it is not a JSON object";
        var version = 0L;
        var kind = default(LedgerSlice);
        while (reader.TryNextProperty(out var name))
        {
            if (name.SequenceEqual("v"u8))
            {
                version = reader.Count();
                Newer = version > LedgerEntry.CurrentVersion;
                if (Newer)
                    return $"it has schema version {version}; this version of CiBudget reads up to {LedgerEntry.CurrentVersion}";
            }
            else if (name.SequenceEqual("kind"u8))
                kind = reader.String();
            else if (!reader.TryNull())
                ReadProperty(name, ref reader);
        }
        if (!reader.IsAtEnd)
            return "it is not valid JSON";
        if (version == 0)
            return "it has no schema version (\"v\")";
        if (!TrySetKind(kind.IsMissing ? default : kind.Of(line)))
            return "it is of no known kind";
        if (Kind == LedgerLineKind.Process)
            Process = LedgerOpening.Parse(line);
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

    // By length and first letter: a name is then told from others by one comparison or two.
    private void ReadProperty(ReadOnlySpan<byte> name, ref LedgerLineReader reader)
    {
        switch (name.Length, name.IsEmpty ? ' ' : (char)name[0])
        {
            case (2, 'i') when name.SequenceEqual("id"u8):
                Id = reader.String();
                break;
            case (4, 't') when name.SequenceEqual("time"u8):
                Time = reader.Time();
                break;
            case (4, 't') when name.SequenceEqual("test"u8):
                Test = reader.Object();
                break;
            case (4, 'h') when name.SequenceEqual("host"u8):
                Host = reader.String();
                break;
            case (4, 'l') when name.SequenceEqual("lost"u8):
                Lost = reader.Count();
                break;
            case (5, 'u') when name.SequenceEqual("usage"u8):
                ReadUsage(ref reader);
                break;
            case (5, 'e') when name.SequenceEqual("error"u8):
                ReadError(ref reader);
                break;
            case (5, 'l') when name.SequenceEqual("lines"u8):
                Lines = reader.Count();
                break;
            case (6, 's') when name.SequenceEqual("status"u8):
                Status = (int)reader.Count();
                break;
            case (7, 'o') when name.SequenceEqual("outcome"u8):
                Outcome = reader.Name<CallOutcome>();
                break;
            case (7, 'a') when name.SequenceEqual("attempt"u8):
                Attempt = (int)reader.Count();
                break;
            case (8, 'e') when name.SequenceEqual("endpoint"u8):
                Endpoint = reader.Name<ClaudeEndpoint>();
                break;
            case (8, 's') when name.SequenceEqual("streamed"u8):
                Streamed = reader.Boolean();
                break;
            case (8, 'r') when name.SequenceEqual("replayed"u8):
                Replayed = reader.Boolean();
                break;
            case (8, 'c') when name.SequenceEqual("complete"u8):
                Complete = reader.Boolean();
                break;
            case (8, 's') when name.SequenceEqual("scenario"u8):
                Scenario = reader.String();
                break;
            case (8, 'i') when name.SequenceEqual("inFlight"u8):
                InFlight = reader.Count();
                break;
            case (9, 'm') when name.SequenceEqual("messageId"u8):
                MessageId = reader.String();
                break;
            case (9, 'r') when name.SequenceEqual("requestId"u8):
                RequestId = reader.String();
                break;
            case (9, 'm') when name.SequenceEqual("maxTokens"u8):
                MaxTokens = reader.Count();
                break;
            case (9, 'w') when name.SequenceEqual("workspace"u8):
                Workspace = reader.String();
                break;
            case (9, 'u') when name.SequenceEqual("unmetered"u8):
                Unmetered = reader.Count();
                break;
            case (10, 'p') when name.SequenceEqual("promptHash"u8):
                PromptHash = reader.String();
                break;
            case (10, 's') when name.SequenceEqual("stopReason"u8):
                StopReason = reader.String();
                break;
            case (10, 'd') when name.SequenceEqual("durationMs"u8):
                DurationMs = reader.Number();
                break;
            case (11, 'f') when name.SequenceEqual("firstByteMs"u8):
                FirstByteMs = reader.Number();
                break;
            case (12, 'r') when name.SequenceEqual("requestModel"u8):
                RequestModel = reader.String();
                break;
            case (12, 'e') when name.SequenceEqual("estimatedUsd"u8):
                EstimatedUsd = reader.Usd();
                break;
            case (12, 'o') when name.SequenceEqual("organization"u8):
                Organization = reader.String();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadUsage(ref LedgerLineReader reader)
    {
        if (!reader.TryStartArray())
            throw new FormatException("'usage' is not a list");
        for (UsageCount = 0; reader.TryNextElement(); UsageCount++)
        {
            if (UsageCount == _usage.Length)
                Array.Resize(ref _usage, _usage.Length * 2);
            _usage[UsageCount].Read(ref reader);
        }
    }

    private void ReadError(ref LedgerLineReader reader)
    {
        if (!reader.TryStartObject())
            throw new FormatException("'error' is not an object");
        Failure = FailureKind.Other;
        while (reader.TryNextProperty(out var name))
        {
            if (reader.TryNull())
                continue;
            if (name.SequenceEqual("type"u8))
                ErrorType = reader.String();
            else if (name.SequenceEqual("code"u8))
                ErrorCode = reader.String();
            else if (name.SequenceEqual("kind"u8))
                Failure = reader.Name<FailureKind>();
            else
                reader.Skip();
        }
    }
}
