using CiBudget.Tokens;

namespace CiBudget.Ledger;

/// <summary>
/// The fields of a ledger's lines, each once: its name, how it is read and how it is written. Reader, writer and the check for keys
/// that are there twice go through this table, in which entries have their fields in the order of the file.
/// </summary>
internal static class LedgerFields
{
    public static readonly LineField Usage = new(
        "usage",
        static (line, ref reader) => line.ReadUsage(ref reader),
        static (json, name, entry) => WriteUsage(json, name, entry.Usage)
    );

    /// <summary>Fields of lines of every kind, those of entries first.</summary>
    public static readonly LineField[] OfLines = Numbered(
        0,
        // Both decide what a line is, and are written before all else.
        new("v", static (line, ref reader) => line.ReadVersion(reader.Count())),
        new("kind", static (line, ref reader) => line.KindName = reader.String()),
        // Written by whoever numbers entries.
        new("id", static (line, ref reader) => line.Id = reader.String()),
        Text("code", line => ref line.Code, entry => entry.Code),
        new(
            "time",
            static (line, ref reader) => line.Time = reader.Time(),
            static (json, name, entry) => json.Time(name, entry.Time)
        ),
        new(
            "test",
            static (line, ref reader) => line.Test = reader.Object(),
            static (json, name, entry) => WriteTest(json, name, entry.Test)
        ),
        new(
            "endpoint",
            static (line, ref reader) => line.Endpoint = reader.Name<ClaudeEndpoint>(),
            static (json, name, entry) =>
                json.Word(name, LedgerNames<ClaudeEndpoint>.Format(entry.Endpoint))
        ),
        Text("host", line => ref line.Host, entry => entry.Host),
        new(
            "outcome",
            static (line, ref reader) => line.Outcome = reader.Name<CallOutcome>(),
            static (json, name, entry) =>
                json.Word(name, LedgerNames<CallOutcome>.Format(entry.Outcome))
        ),
        new(
            "status",
            static (line, ref reader) => line.Status = (int)reader.Count(),
            static (json, name, entry) => json.Number(name, entry.Status ?? 0)
        ),
        Text("requestModel", line => ref line.RequestModel, entry => entry.RequestModel),
        Text("region", line => ref line.Region, entry => entry.Region),
        new(
            "maxTokens",
            static (line, ref reader) => line.MaxTokens = reader.Count(),
            static (json, name, entry) => json.Known(name, entry.MaxTokens)
        ),
        Text("promptHash", line => ref line.PromptHash, entry => entry.PromptHash),
        new(
            "streamed",
            static (line, ref reader) => line.Streamed = reader.Boolean(),
            static (json, name, entry) => json.Flag(name, entry.Streamed)
        ),
        Text("messageId", line => ref line.MessageId, entry => entry.MessageId),
        Text("requestId", line => ref line.RequestId, entry => entry.RequestId),
        Text("organization", line => ref line.Organization, entry => entry.Organization),
        Text("workspace", line => ref line.Workspace, entry => entry.Workspace),
        Text("stopReason", line => ref line.StopReason, entry => entry.StopReason),
        new(
            "error",
            static (line, ref reader) => ReadError(line, ref reader),
            static (json, name, entry) => WriteError(json, name, entry.Error)
        ),
        new(
            "attempt",
            static (line, ref reader) => line.Attempt = (int)reader.Count(),
            static (json, name, entry) => json.Number(name, entry.Attempt)
        ),
        new(
            "durationMs",
            static (line, ref reader) => line.DurationMs = reader.Number(),
            static (json, name, entry) => json.Milliseconds(name, entry.DurationMs)
        ),
        new(
            "firstByteMs",
            static (line, ref reader) => line.FirstByteMs = reader.Number(),
            static (json, name, entry) => json.Milliseconds(name, entry.FirstByteMs)
        ),
        new(
            "replayed",
            static (line, ref reader) => line.Replayed = reader.Boolean(),
            static (json, name, entry) => json.Flag(name, entry.Replayed)
        ),
        Text("scenario", line => ref line.Scenario, entry => entry.Scenario),
        Text("replayHost", line => ref line.ReplayHost, entry => entry.ReplayHost),
        new(
            "complete",
            static (line, ref reader) => line.Complete = reader.Boolean(),
            static (json, name, entry) => json.FlagUnlessTrue(name, entry.Complete)
        ),
        new(
            "estimatedUsd",
            static (line, ref reader) => line.EstimatedUsd = reader.Usd(),
            static (json, name, entry) => json.Usd(name, entry.EstimatedUsd)
        ),
        Text(
            "unreadableCounter",
            line => ref line.UnreadableCounter,
            entry => entry.UnreadableCounter
        ),
        Usage,
        // Of the closing line.
        new("inFlight", static (line, ref reader) => line.InFlight = reader.Count()),
        new("unmetered", static (line, ref reader) => line.Unmetered = reader.Count()),
        new("lost", static (line, ref reader) => line.Lost = reader.Count()),
        new("startedPrograms", static (line, ref reader) => line.StartedPrograms = reader.Count()),
        new("lines", static (line, ref reader) => line.Lines = reader.Count()),
        new("sum", static (line, ref reader) => line.Sum = reader.String())
    );

    /// <summary>Fields of an element of <c>usage</c>.</summary>
    public static readonly UsageField[] OfUsage = Numbered(
        OfLines.Length,
        [
            Text("model", (ref usage) => ref usage.Model, usage => usage.Model),
            .. TokenKind.All.Select(Counter),
            Text("serviceTier", (ref usage) => ref usage.ServiceTier, usage => usage.ServiceTier),
            Text(
                "inferenceGeo",
                (ref usage) => ref usage.InferenceGeo,
                usage => usage.InferenceGeo
            ),
            Text("speed", (ref usage) => ref usage.Speed, usage => usage.Speed),
            new UsageField(
                "batch",
                static (ref usage, ref reader) => usage.Batch = reader.Boolean(),
                static (json, name, usage) => json.Flag(name, usage.Batch)
            ),
            new UsageField(
                "unbilled",
                static (ref usage, ref reader) => usage.Unbilled = reader.Name<UnbilledReason>(),
                static (json, name, usage) => WriteUnbilled(json, name, usage.Unbilled)
            ),
            new UsageField(
                "cacheSplitAssumed",
                static (ref usage, ref reader) => usage.CacheSplitAssumed = reader.Boolean(),
                static (json, name, usage) => json.Flag(name, usage.CacheSplitAssumed)
            ),
            new UsageField(
                "unknownCounters",
                static (ref usage, ref reader) => usage.UnknownCounters = reader.Object(),
                static (json, name, usage) => WriteCounters(json, name, usage.UnknownCounters)
            ),
        ]
    );

    /// <summary>Both, by <see cref="LedgerField.Index"/>.</summary>
    public static readonly LedgerField[] All = [.. OfLines, .. OfUsage];

    private delegate ref LedgerSlice LineSlot(LedgerLine line);

    private delegate ref LedgerSlice UsageSlot(ref LedgerUsage usage);

    private const int LongestName = 32;

    private static readonly LedgerField[][] ByLength =
    [
        .. Enumerable
            .Range(0, LongestName)
            .Select(length => Array.FindAll(All, field => field.Name.Length == length)),
    ];

    /// <summary>The field of a name; null for one that this version does not know.</summary>
    public static LedgerField? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in name.Length < LongestName ? ByLength[name.Length] : [])
        {
            if (name.SequenceEqual(field.Utf8))
                return field;
        }
        return null;
    }

    private static LineField Text(string name, LineSlot slot, Func<LedgerEntry, string?> value) =>
        new(
            name,
            (line, ref reader) => slot(line) = reader.String(),
            (json, utf8, entry) => json.Text(utf8, value(entry))
        );

    private static UsageField Text(string name, UsageSlot slot, Func<Usage, string?> value) =>
        new(
            name,
            (ref usage, ref reader) => slot(ref usage) = reader.String(),
            (json, utf8, usage) => json.Text(utf8, value(usage))
        );

    private static UsageField Counter(TokenKind kind) =>
        new(
            kind.Counter,
            null,
            (json, name, usage) => json.Number(name, kind.Get(usage.Tokens)),
            kind.Index
        );

    private static void WriteTest(LedgerJson json, byte[] name, TestIdentity? test)
    {
        if (test is null)
            return;
        json.StartObject(name);
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

    private static void WriteError(LedgerJson json, byte[] name, ClaudeError? error)
    {
        if (error is null)
            return;
        json.StartObject(name);
        json.Text("type"u8, error.Type);
        json.Text("code"u8, error.Code);
        json.Word("kind"u8, LedgerNames<FailureKind>.Format(error.Kind));
        json.EndObject();
    }

    private static void ReadError(LedgerLine line, ref LedgerLineReader reader)
    {
        if (!reader.TryStartObject())
            throw new FormatException("'error' is not an object");
        line.Failure = FailureKind.Other;
        while (reader.TryNextProperty(out var name))
        {
            if (reader.TryNull())
                continue;
            if (name.SequenceEqual("type"u8))
                line.ErrorType = reader.String();
            else if (name.SequenceEqual("code"u8))
                line.ErrorCode = reader.String();
            else if (name.SequenceEqual("kind"u8))
                line.Failure = reader.Name<FailureKind>();
            else
                reader.Skip();
        }
    }

    private static void WriteUsage(LedgerJson json, byte[] name, IReadOnlyList<Usage> usage)
    {
        json.StartArray(name);
        for (var i = 0; i < usage.Count; i++)
        {
            json.StartObject();
            foreach (var field in OfUsage)
                field.Write(json, usage[i]);
            json.EndObject();
        }
        json.EndArray();
    }

    private static void WriteUnbilled(LedgerJson json, byte[] name, UnbilledReason reason)
    {
        if (reason != UnbilledReason.None)
            json.Word(name, LedgerNames<UnbilledReason>.Format(reason));
    }

    private static void WriteCounters(
        LedgerJson json,
        byte[] name,
        IReadOnlyDictionary<string, long>? counters
    )
    {
        if (counters is not { Count: > 0 })
            return;
        json.StartObject(name);
        foreach (var counter in counters)
            json.Named(counter.Key, counter.Value);
        json.EndObject();
    }

    private static T[] Numbered<T>(int first, params T[] fields)
        where T : LedgerField
    {
        for (var i = 0; i < fields.Length; i++)
            fields[i].Index = first + i;
        return fields;
    }
}
