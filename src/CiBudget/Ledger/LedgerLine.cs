using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>What kind of line it is.</summary>
internal enum LedgerLineKind
{
    Process,
    Call,
    BatchMessage,
    Notice,
    End,
}

/// <summary>
/// One line of a ledger, read into one object that is used for every line. Texts are slices of the line: most are never decoded.
/// A key that is there twice, an unknown one in <c>usage</c>, an unknown kind, a wrong type or another schema is a fault; unknown keys
/// elsewhere are skipped.
/// </summary>
internal sealed class LedgerLine
{
    private readonly FieldOrder _order = new();
    private LedgerUsage[] _usage = new LedgerUsage[4];

    public LedgerLineKind Kind;
    public LedgerSlice Id;
    public LedgerSlice Code;
    public LedgerSlice Test;
    public LedgerSlice Host;
    public LedgerSlice RequestModel;
    public LedgerSlice Region;
    public LedgerSlice PromptHash;
    public LedgerSlice MessageId;
    public LedgerSlice RequestId;
    public LedgerSlice Organization;
    public LedgerSlice Workspace;
    public LedgerSlice StopReason;
    public LedgerSlice ErrorType;
    public LedgerSlice ErrorCode;
    public LedgerSlice Scenario;
    public LedgerSlice ReplayHost;
    public LedgerSlice UnreadableCounter;
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
    public long? StartedPrograms;
    public long Lines;

    /// <summary>The closing line's checksum, 16 hexadecimal digits.</summary>
    public LedgerSlice Sum;

    /// <summary>The kind as the line spells it.</summary>
    public LedgerSlice KindName;

    private ulong _seen;
    private long _version;

    /// <summary>True when <see cref="TryParse"/> failed because another version wrote the line.</summary>
    public bool OfOtherVersion { get; private set; }

    public ReadOnlySpan<LedgerUsage> Usage => _usage.AsSpan(0, UsageCount);

    /// <summary>True for an attempt at an endpoint that costs money.</summary>
    public bool IsPaidCall => Kind == LedgerLineKind.Call && CallRules.IsPaid(Endpoint);

    /// <inheritdoc cref="CallRules.IsFailed"/>
    public bool IsFailed => CallRules.IsFailed(Outcome, Status);

    /// <summary>See <see cref="LedgerEntry.UsageMissing"/>.</summary>
    public bool IsUsageMissing =>
        Kind != LedgerLineKind.Notice
        && CallRules.IsUsageMissing(
            Kind == LedgerLineKind.Call,
            UsageCount,
            !UnreadableCounter.IsMissing,
            Endpoint,
            Outcome,
            Status,
            Complete,
            Replayed,
            hasError: Failure is not null
        );

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
            fault = Parse(new LedgerLineReader(line, _order), line);
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }
        return fault is null;
    }

    /// <summary>The entry that this line holds, decoded.</summary>
    public LedgerEntry ToEntry(ReadOnlySpan<byte> bytes, TestIdentity? test)
    {
        var usage = new Usage[UsageCount];
        for (var i = 0; i < usage.Length; i++)
            usage[i] = _usage[i].ToUsage(bytes);
        return new()
        {
            Id = Id.Text(bytes) ?? "",
            Code = Code.Text(bytes),
            Time = Time,
            IsCall = Kind == LedgerLineKind.Call,
            Test = test,
            Endpoint = Endpoint,
            Host = Host.Text(bytes) ?? "",
            Outcome = Outcome,
            Status = Status,
            RequestModel = RequestModel.Text(bytes),
            Region = Region.Text(bytes),
            MaxTokens = MaxTokens,
            PromptHash = PromptHash.Text(bytes),
            Streamed = Streamed,
            MessageId = MessageId.Text(bytes),
            RequestId = RequestId.Text(bytes),
            Organization = Organization.Text(bytes),
            Workspace = Workspace.Text(bytes),
            StopReason = StopReason.Text(bytes),
            Error = Failure is { } kind
                ? new(ErrorType.Text(bytes), ErrorCode.Text(bytes), kind)
                : null,
            Attempt = Attempt,
            DurationMs = DurationMs.Number(bytes) ?? 0,
            FirstByteMs = FirstByteMs.Number(bytes),
            Replayed = Replayed,
            Scenario = Scenario.Text(bytes),
            ReplayHost = ReplayHost.Text(bytes),
            Complete = Complete,
            EstimatedUsd = EstimatedUsd,
            UnreadableCounter = UnreadableCounter.Text(bytes),
            Usage = usage,
        };
    }

    private void Clear()
    {
        Kind = default;
        Id = Code = Test = Host = RequestModel = Region = default;
        PromptHash = MessageId = RequestId = Organization = Workspace = default;
        StopReason = ErrorType = ErrorCode = Scenario = ReplayHost = default;
        UnreadableCounter = DurationMs = FirstByteMs = Sum = KindName = default;
        Time = default;
        Endpoint = default;
        Outcome = default;
        Failure = null;
        Status = null;
        MaxTokens = null;
        EstimatedUsd = null;
        Attempt = 0;
        Streamed = Replayed = OfOtherVersion = false;
        Complete = true;
        UsageCount = 0;
        Process = null;
        InFlight = Unmetered = Lost = Lines = 0;
        StartedPrograms = null;
        _seen = 0;
        _version = 0;
    }

    private string? Parse(LedgerLineReader reader, ReadOnlySpan<byte> line)
    {
        if (!reader.TryStartObject())
            return "it is not a JSON object";
        for (LedgerField? field = null; reader.TryNextField(ref field); )
        {
            See(field);
            if (field is LineField known)
            {
                if (!reader.TryNull())
                    known.Read(this, ref reader);
                if (OfOtherVersion)
                    return $"it has schema version {_version}; this version of CiBudget reads {LedgerEntry.CurrentVersion}";
            }
            else
                reader.Skip();
        }
        if (!reader.IsAtEnd)
            return "it is not valid JSON";
        if (_version == 0)
            return "it has no schema version (\"v\")";
        if (!LedgerNames<LedgerLineKind>.TryParse(KindName.In(line), out Kind))
            return "it is of no known kind";
        if (Kind == LedgerLineKind.Process)
            Process = LedgerOpening.Parse(line);
        return null;
    }

    /// <summary>Others than the one that is read here end the reading: what they mean is not known.</summary>
    public void ReadVersion(long version)
    {
        _version = version;
        OfOtherVersion = version is not (0 or LedgerEntry.CurrentVersion);
    }

    /// <summary>Of two values for one key it is not known which is meant.</summary>
    private void See(LedgerField? field)
    {
        if (field is null)
            return;
        var bit = 1UL << field.Index;
        if ((_seen & bit) != 0)
            throw new FormatException($"it has '{field.Name}' twice");
        _seen |= bit;
    }

    public void ReadUsage(ref LedgerLineReader reader)
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
}
