namespace CiBudget.Ledger;

/// <summary>
/// The lines of a ledger. Nulls, zeros and defaults are left out, but <c>usage</c> is always an array: tools that sum it need no test.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LedgerFormat
{
    [ThreadStatic]
    private static LedgerFormat? t_ofThisThread;

    private readonly LedgerBuffer _buffer = new();
    private readonly LedgerJson _json;

    /// <summary>One with a buffer of its own.</summary>
    public LedgerFormat() => _json = new(_buffer);

    /// <summary>One per thread, so that threads do not wait for each other and nothing is allocated per line.</summary>
    public static LedgerFormat OfThisThread => t_ofThisThread ??= new();

    /// <summary>The first line: who writes.</summary>
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

    /// <summary>The line of an entry.</summary>
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
        foreach (var field in LedgerFields.OfLines)
            field.Write(_json, entry);
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
        _json.Known("startedPrograms"u8, startedPrograms);
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
}
