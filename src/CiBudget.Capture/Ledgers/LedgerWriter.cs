using System.Globalization;
using CiBudget.Ledger;

namespace CiBudget.Capture;

/// <summary>
/// Appends entries to this process's ledger file, each whole, in one write, in call order. Thread-safe; never throws to the
/// caller: what cannot be written is counted and the gate hears of it.
/// </summary>
/// <remarks>
/// A combining writer: if a write is in progress, the line is queued and the caller returns; the active writer drains the queue. No
/// thread waits for the disk until 4 MB are queued.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LedgerWriter : IDisposable
{
    /// <summary>Bytes that may wait for a slow disk before callers wait with them.</summary>
    private const int MaxPending = 4 << 20;

    private readonly object _lock = new();
    private readonly string? _directory;
    private LedgerProcess _process;
    private readonly EntryIds _ids;
    private LedgerBuffer _pending = new();
    private LedgerBuffer _taken = new();
    private LedgerSink? _sink;
    private FileStream? _alive;
    private bool _writing;
    private bool _opened;
    private bool _disposed;
    private long _lost;

    /// <summary>Opens a new file in a run's directory (made when missing) and writes its opening line.</summary>
    /// <param name="runDirectory">The run's directory.</param>
    /// <param name="process">
    /// Who writes. When a file of its id is there already, the id gets a number; when it has no id, it gets one.
    /// </param>
    public LedgerWriter(string runDirectory, LedgerProcess process)
    {
        _directory = runDirectory;
        _process = (
            process.Id.Length > 0 ? process : process with { Id = LedgerProcess.NewId(process) }
        ) with
        {
            RunIdentity = process.RunIdentity ?? RunIdentity.Read(runDirectory)?.Identity,
            Gate = process.Gate ?? GateOf(runDirectory),
        };
        Open();
        _ids = new(_process.Id);
    }

    /// <summary>Writes to a stream, for tests of disks that fail and for benchmarks.</summary>
    public LedgerWriter(Stream stream, LedgerProcess process)
    {
        _process = process;
        _sink = new LedgerSink(stream);
        Open();
        _ids = new(process.Id);
    }

    /// <summary>What <c>dotnet test</c> tells the processes of its run: the gate that they belong to.</summary>
    private static string? GateOf(string runDirectory) =>
        Environment.GetEnvironmentVariable(Runs.DirectoryVariable) == runDirectory
        && Environment.GetEnvironmentVariable(Runs.GateVariable) is { Length: > 0 } gate
            ? gate
            : null;

    /// <summary>Full path of the file; null when it could not be made.</summary>
    public string? Path { get; private set; }

    /// <summary>Entries that could not be written.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Appends an entry. One without an id gets one that is unique in the run.</summary>
    public void Append(LedgerEntry entry)
    {
        LedgerBuffer line;
        try
        {
            line = LedgerFormat.OfThisThread.Entry(entry, _ids);
        }
        catch (Exception) // A list that changed while it was read, no memory: the call itself went well and must not fail for it.
        {
            Interlocked.Increment(ref _lost);
            return;
        }
        if (!BecomeWriterOrLeave(line))
            return;
        Write(line);
        Drain();
    }

    /// <summary>
    /// Writes that, as of now, all calls are in: the closing line. May be written more than once; a later one, or a call that comes
    /// after it, takes its place.
    /// </summary>
    /// <param name="inFlight">Calls that have begun and not ended.</param>
    /// <param name="unmetered">Calls that left for a Claude host without being metered.</param>
    /// <param name="startedPrograms">How many programs the process has started at the least; null when that is not known.</param>
    public void Close(long inFlight, long unmetered, int? startedPrograms = null)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            WaitForWriter();
            _writing = true;
        }
        NoticeDeletion();
        // A directory that could not be written at the start may be writable now; then at least the loss is told.
        Open();
        if (_opened)
            _sink!.WriteClosing(
                LedgerFormat.OfThisThread.Closing(
                    inFlight,
                    unmetered,
                    Lost,
                    _sink.Lines,
                    _sink.Checksum,
                    startedPrograms
                )
            );
        Drain();
    }

    /// <summary>Closes the file. It does not say that all calls are in: that is for <see cref="Close"/>.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            WaitForWriter();
            _disposed = true;
            _sink?.Dispose();
            _alive?.Dispose();
        }
    }

    /// <returns>True when the caller must write; false when whoever is writing took its line.</returns>
    private bool BecomeWriterOrLeave(LedgerBuffer line)
    {
        lock (_lock)
        {
            while (_writing && _pending.Length > MaxPending)
                Monitor.Wait(_lock);
            if (_writing)
            {
                _pending.Add(line);
                return false;
            }
            if (_disposed)
            {
                Interlocked.Increment(ref _lost);
                return false;
            }
            return _writing = true;
        }
    }

    private void WaitForWriter()
    {
        while (_writing)
            Monitor.Wait(_lock);
    }

    private void Drain()
    {
        while (true)
        {
            lock (_lock)
            {
                _writing = _pending.Length > 0;
                Monitor.PulseAll(_lock);
                if (!_writing)
                    return;
                (_pending, _taken) = (_taken, _pending);
            }
            Write(_taken);
            _taken.Clear();
        }
    }

    private void Write(LedgerBuffer entries)
    {
        var written = _opened || TryWriteOpening() ? _sink!.Write(entries) : 0;
        if (written < entries.Entries)
            Interlocked.Add(ref _lost, entries.Entries - written);
    }

    /// <summary>A file that somebody deleted still takes lines, and nobody reads them: they are lost, and a new file says so.</summary>
    private void NoticeDeletion()
    {
        if (_sink is null || Path is null || File.Exists(Path))
            return;
        Interlocked.Add(ref _lost, _sink.Lines - (_opened ? 1 : 0));
        _sink.Dispose();
        _alive?.Dispose();
        (_sink, _alive, _opened, Path) = (null, null, false, null);
    }

    private void Open()
    {
        if (_sink is null)
            TryCreateFile();
        if (!_opened)
            TryWriteOpening();
    }

    private bool TryWriteOpening()
    {
        // Not the thread's own: that one may hold the entry that waits to be written.
        _opened = _sink is not null && _sink.Write(new LedgerFormat().Opening(_process)) == 1;
        return _opened;
    }

    private void TryCreateFile()
    {
        try
        {
            Directory.CreateDirectory(_directory!);
            for (var number = 1; _sink is null && number < 1000; number++)
            {
                var id =
                    number == 1
                        ? _process.Id
                        : _process.Id + "-" + number.ToString(CultureInfo.InvariantCulture);
                var path = System.IO.Path.GetFullPath(
                    System.IO.Path.Combine(_directory!, id + LedgerReader.Extension)
                );
                if (TryCreate(path) is not { } stream)
                    continue;
                _sink = new LedgerSink(stream);
                _process = _process with { Id = id };
                Path = path;
                _alive = AliveFile.TryHold(
                    System.IO.Path.Combine(_directory!, id + AliveFile.Extension)
                );
            }
        }
        catch (Exception) // No right, no room, no such drive: the test run goes on, entries count as lost.
        {
            _sink = null;
        }
    }

    /// <returns>Null when a file of that name is there already.</returns>
    private static FileStream? TryCreate(string path)
    {
        try
        {
            // Buffer size 1 is no buffer: every write goes to the system at once.
            return new FileStream(
                path,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 1
            );
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
