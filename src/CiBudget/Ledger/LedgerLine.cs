using CiBudget.Json;
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
    /// <summary>More of anything than this is not a count but damage, and sums of it would overflow.</summary>
    public const long MaxCount = 1_000_000_000_000;

    private readonly LedgerKeys _keys = new();
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

    private ulong _keysSeen;

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
            fault = Parse(new LedgerLineReader(line, _keys), line);
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }
        return fault is null;
    }

    private void Clear()
    {
        Kind = default;
        Id =
            Code =
            Test =
            Host =
            RequestModel =
            Region =
            PromptHash =
            MessageId =
            RequestId =
                default;
        Organization = Workspace = StopReason = ErrorType = ErrorCode = Scenario = default;
        ReplayHost = default;
        UnreadableCounter = default;
        Time = default;
        Endpoint = default;
        Outcome = default;
        Failure = null;
        Status = null;
        MaxTokens = null;
        EstimatedUsd = null;
        Attempt = 0;
        DurationMs = FirstByteMs = default;
        Streamed = Replayed = OfOtherVersion = false;
        Complete = true;
        UsageCount = 0;
        Process = null;
        InFlight = Unmetered = Lost = Lines = 0;
        StartedPrograms = null;
        Sum = default;
        _keysSeen = 0;
    }

    private string? Parse(LedgerLineReader reader, ReadOnlySpan<byte> line)
    {
        if (!reader.TryStartObject())
            return "it is not a JSON object";
        var version = 0L;
        var kind = default(LedgerSlice);
        for (var key = LedgerKey.Other; reader.TryNextKey(ref key); )
        {
            See(key);
            if (key == LedgerKey.V)
            {
                version = reader.Count();
                OfOtherVersion = version is not (0 or LedgerEntry.CurrentVersion);
                if (OfOtherVersion)
                    return $"it has schema version {version}; this version of CiBudget reads {LedgerEntry.CurrentVersion}";
            }
            else if (key == LedgerKey.Kind)
                kind = reader.String();
            else if (!reader.TryNull())
                ReadProperty(key, ref reader);
        }
        if (!reader.IsAtEnd)
            return "it is not valid JSON";
        if (version == 0)
            return "it has no schema version (\"v\")";
        if (!TrySetKind(kind.IsMissing ? default : kind.In(line)))
            return "it is of no known kind";
        if (Kind == LedgerLineKind.Process)
            Process = LedgerOpening.Parse(line);
        return null;
    }

    /// <summary>Of two values for one key it is not known which is meant.</summary>
    private void See(LedgerKey key)
    {
        var bit = 1UL << (int)key;
        if ((_keysSeen & bit) != 0 && key != LedgerKey.Other)
            throw new FormatException($"it has '{LedgerKeys.NameOf(key)}' twice");
        _keysSeen |= bit;
    }

    private bool TrySetKind(ReadOnlySpan<byte> name)
    {
        Kind =
            name.SequenceEqual("call"u8) ? LedgerLineKind.Call
            : name.SequenceEqual("batchMessage"u8) ? LedgerLineKind.BatchMessage
            : name.SequenceEqual("notice"u8) ? LedgerLineKind.Notice
            : name.SequenceEqual("end"u8) ? LedgerLineKind.End
            : LedgerLineKind.Process;
        return Kind != LedgerLineKind.Process || name.SequenceEqual("process"u8);
    }

    private void ReadProperty(LedgerKey key, ref LedgerLineReader reader)
    {
        switch (key)
        {
            case LedgerKey.Id:
                Id = reader.String();
                break;
            case LedgerKey.Code:
                Code = reader.String();
                break;
            case LedgerKey.Time:
                Time = reader.Time();
                break;
            case LedgerKey.Test:
                Test = reader.Object();
                break;
            case LedgerKey.Host:
                Host = reader.String();
                break;
            case LedgerKey.Lost:
                Lost = reader.Count();
                break;
            case LedgerKey.Usage:
                ReadUsage(ref reader);
                break;
            case LedgerKey.Error:
                ReadError(ref reader);
                break;
            case LedgerKey.Lines:
                Lines = reader.Count();
                break;
            case LedgerKey.Sum:
                Sum = reader.String();
                break;
            case LedgerKey.Status:
                Status = (int)reader.Count();
                break;
            case LedgerKey.Outcome:
                Outcome = reader.Name<CallOutcome>();
                break;
            case LedgerKey.Attempt:
                Attempt = (int)reader.Count();
                break;
            case LedgerKey.Endpoint:
                Endpoint = reader.Name<ClaudeEndpoint>();
                break;
            case LedgerKey.Streamed:
                Streamed = reader.Boolean();
                break;
            case LedgerKey.Replayed:
                Replayed = reader.Boolean();
                break;
            case LedgerKey.Complete:
                Complete = reader.Boolean();
                break;
            case LedgerKey.Scenario:
                Scenario = reader.String();
                break;
            case LedgerKey.ReplayHost:
                ReplayHost = reader.String();
                break;
            case LedgerKey.StartedPrograms:
                StartedPrograms = reader.Count();
                break;
            case LedgerKey.UnreadableCounter:
                UnreadableCounter = reader.String();
                break;
            case LedgerKey.InFlight:
                InFlight = reader.Count();
                break;
            case LedgerKey.MessageId:
                MessageId = reader.String();
                break;
            case LedgerKey.RequestId:
                RequestId = reader.String();
                break;
            case LedgerKey.MaxTokens:
                MaxTokens = reader.Count();
                break;
            case LedgerKey.Workspace:
                Workspace = reader.String();
                break;
            case LedgerKey.Unmetered:
                Unmetered = reader.Count();
                break;
            case LedgerKey.PromptHash:
                PromptHash = reader.String();
                break;
            case LedgerKey.StopReason:
                StopReason = reader.String();
                break;
            case LedgerKey.DurationMs:
                DurationMs = reader.Number();
                break;
            case LedgerKey.FirstByteMs:
                FirstByteMs = reader.Number();
                break;
            case LedgerKey.RequestModel:
                RequestModel = reader.String();
                break;
            case LedgerKey.Region:
                Region = reader.String();
                break;
            case LedgerKey.EstimatedUsd:
                EstimatedUsd = reader.Usd();
                break;
            case LedgerKey.Organization:
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
