using System.Globalization;

namespace CiBudget;

/// <summary>
/// Appends entries to this process's ledger file, each whole, in one write, in call order. Thread-safe; never throws to the
/// caller: what cannot be written is counted and the gate hears of it.
/// </summary>
/// <remarks>
/// A caller that finds nobody writing writes its entry itself, at once. One that finds somebody writing leaves its entry with
/// that one, who goes on until nothing is left: nobody queues for the disk, and busy times need few writes.
/// </remarks>
public sealed class LedgerWriter : IDisposable
{
    /// <summary>How the name of every ledger file ends.</summary>
    public const string Extension = ".ledger.jsonl";

    /// <summary>Bytes that may wait for a slow disk before callers wait with them.</summary>
    private const int MaxPending = 4 << 20;

    private readonly object gate = new();
    private readonly string? directory;
    private LedgerProcess process;
    private LedgerBuffer pending = new();
    private LedgerBuffer taken = new();
    private LedgerSink? sink;
    private bool writing;
    private bool opened;
    private bool disposed;
    private long lines;
    private long lost;
    private long lastId;

    /// <summary>Opens a new file in a run's directory (made when missing) and writes its opening line.</summary>
    /// <param name="runDirectory">The run's directory.</param>
    /// <param name="process">
    /// Who writes. When a file of its id is there already, the id gets a number; when it has no id, it gets one.
    /// </param>
    public LedgerWriter(string runDirectory, LedgerProcess process)
    {
        directory = runDirectory;
        this.process =
            process.Id.Length > 0 ? process : process with { Id = LedgerProcess.NewId(process) };
        Open();
    }

    /// <summary>Writes to a stream, for tests of disks that fail.</summary>
    internal LedgerWriter(Stream stream, LedgerProcess process)
    {
        this.process = process;
        sink = new LedgerSink(stream);
        Open();
    }

    /// <summary>Full path of the file; null when it could not be made.</summary>
    public string? Path { get; private set; }

    /// <summary>Entries that could not be written.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>An id for the next entry, unique in the run.</summary>
    public string NextId()
    {
        var number = Interlocked.Increment(ref lastId);
#if NETSTANDARD2_0
        return process.Id + "-" + number.ToString(CultureInfo.InvariantCulture);
#else
        return string.Create(CultureInfo.InvariantCulture, $"{process.Id}-{number}");
#endif
    }

    /// <summary>Appends an entry.</summary>
    public void Append(LedgerEntry entry)
    {
        LedgerBuffer line;
        try
        {
            line = LedgerFormat.OfThisThread.Entry(entry);
        }
        catch (Exception) // A list that changed while it was read, no memory: the call itself went well and must not fail for it.
        {
            Interlocked.Increment(ref lost);
            return;
        }
        if (!BecomeWriterOrLeave(line))
            return;
        Write(line);
        Drain();
    }

    /// <summary>
    /// Writes that, as of now, all calls are in: the closing line. May be written more than once; calls after it reopen the ledger
    /// until the next.
    /// </summary>
    /// <param name="inFlight">Calls that have begun and not ended.</param>
    /// <param name="unmetered">Calls that left for a Claude host without being metered.</param>
    public void Close(long inFlight, long unmetered)
    {
        lock (gate)
        {
            if (disposed)
                return;
            WaitForWriter();
            writing = true;
        }
        // A directory that could not be written at the start may be writable now; then at least the loss is told.
        Open();
        if (opened)
            sink!.Write(LedgerFormat.OfThisThread.Closing(inFlight, unmetered, Lost, lines));
        Drain();
    }

    /// <summary>Closes the file. It does not say that all calls are in: that is for <see cref="Close"/>.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            WaitForWriter();
            disposed = true;
            sink?.Dispose();
        }
    }

    /// <returns>True when the caller must write; false when whoever is writing took its line.</returns>
    private bool BecomeWriterOrLeave(LedgerBuffer line)
    {
        lock (gate)
        {
            while (writing && pending.Length > MaxPending)
                Monitor.Wait(gate);
            if (writing)
            {
                pending.Add(line);
                return false;
            }
            if (disposed)
            {
                Interlocked.Increment(ref lost);
                return false;
            }
            return writing = true;
        }
    }

    private void WaitForWriter()
    {
        while (writing)
            Monitor.Wait(gate);
    }

    private void Drain()
    {
        while (true)
        {
            lock (gate)
            {
                writing = pending.Length > 0;
                Monitor.PulseAll(gate);
                if (!writing)
                    return;
                (pending, taken) = (taken, pending);
            }
            Write(taken);
            taken.Clear();
        }
    }

    private void Write(LedgerBuffer entries)
    {
        var written = opened || TryWriteOpening() ? sink!.Write(entries) : 0;
        lines += written;
        if (written < entries.Entries)
            Interlocked.Add(ref lost, entries.Entries - written);
    }

    private void Open()
    {
        if (sink is null)
            TryCreateFile();
        if (!opened)
            TryWriteOpening();
    }

    private bool TryWriteOpening()
    {
        // Not the thread's own: that one may hold the entry that waits to be written.
        opened = sink is not null && sink.Write(new LedgerFormat().Opening(process)) == 1;
        return opened;
    }

    private void TryCreateFile()
    {
        try
        {
            Directory.CreateDirectory(directory!);
            for (var number = 1; sink is null && number < 1000; number++)
            {
                var id =
                    number == 1
                        ? process.Id
                        : process.Id + "-" + number.ToString(CultureInfo.InvariantCulture);
                var path = System.IO.Path.GetFullPath(
                    System.IO.Path.Combine(directory!, id + Extension)
                );
                if (TryCreate(path) is not { } stream)
                    continue;
                sink = new LedgerSink(stream);
                process = process with { Id = id };
                Path = path;
            }
        }
        catch (Exception) // No right, no room, no such drive: the test run goes on, entries count as lost.
        {
            sink = null;
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
