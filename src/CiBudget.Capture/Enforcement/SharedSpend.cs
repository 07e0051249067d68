using System.IO.MemoryMappedFiles;

namespace CiBudget.Capture;

/// <summary>
/// Counters that all processes of a run on one machine share, in one memory-mapped file of the run's directory, without a daemon.
/// Each process has a slot of its own and only ever writes to it; a total is the sum over slots. A process that was killed keeps
/// its spend, and its reservations no longer count once it is found dead.
/// </summary>
/// <remarks>
/// Steps are atomic by an exclusive lock on the file, which the kernel drops when its holder dies. Within a step a process adds
/// what was used before it takes the reservation away, so a kill in between never makes the total too small.
/// </remarks>
public sealed class SharedSpend : ISpendStore
{
    private const long Magic = 0x3144_4E45_5053_4943; // "CISPEND1"
    private const int Slots = 512;
    private const int HeaderBytes = 64;
    private const int SlotHeaderBytes = 16; // process id, start time
    private const int PatienceMs = 10_000;

    private readonly object _gate = new();
    private readonly int _counters;
    private readonly int _slotBytes;
    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _slot;
    private readonly Func<long, long, bool> _isAlive;
    private bool _disposed;

    /// <summary>Opens the store of a run, or makes it.</summary>
    /// <param name="path">The file, the same for all processes of the run.</param>
    /// <param name="counters">How many counters it has.</param>
    /// <param name="layout">Says what the counters are; processes with another layout cannot share the file.</param>
    /// <exception cref="InvalidOperationException">
    /// The file has another layout (the budget file was changed while the run was on), or every slot is taken.
    /// </exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public SharedSpend(string path, int counters, long layout)
        : this(
            path,
            counters,
            layout,
            (Environment.ProcessId, ProcessStart.Of(Environment.ProcessId) ?? 0),
            IsAlive
        ) { }

    /// <summary>For a process that is not this one.</summary>
    internal SharedSpend(
        string path,
        int counters,
        long layout,
        (long Id, long Start) process,
        Func<long, long, bool> isAlive
    )
    {
        _isAlive = isAlive;
        _counters = counters;
        _slotBytes = SlotHeaderBytes + counters * 2 * sizeof(long);
        var bytes = HeaderBytes + (long)Slots * _slotBytes;

        _file = Open(path);
        try
        {
            using (FileLock.Take(_file.SafeFileHandle))
            {
                if (_file.Length == 0)
                {
                    _file.SetLength(bytes);
                }

                _map = MemoryMappedFile.CreateFromFile(
                    _file,
                    mapName: null,
                    capacity: 0,
                    MemoryMappedFileAccess.ReadWrite,
                    HandleInheritability.None,
                    leaveOpen: true
                );
                _view = _map.CreateViewAccessor(0, 0);
                Agree(layout, bytes);
                _slot = Claim(process);
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc />
    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        lock (_gate)
        {
            using var _ = FileLock.Take(_file.SafeFileHandle);
            var refusal = FirstRefusal(asks);
            // The dead are looked for only when somebody would be turned away for them.
            if (refusal is { Reserved: > 0 } && BuryTheDead())
            {
                refusal = FirstRefusal(asks);
            }

            if (refusal is null)
            {
                foreach (var ask in asks)
                {
                    Add(PlaceOf(ask), ask.Amount);
                }
            }

            return refusal;
        }
    }

    /// <inheritdoc />
    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        lock (_gate)
        {
            using var _ = FileLock.Take(_file.SafeFileHandle);
            for (var i = 0; i < asks.Length; i++)
            {
                Add(UsedAt(_slot, asks[i].Counter), used[i]);
                Add(PlaceOf(asks[i]), -asks[i].Amount);
            }
        }
    }

    /// <summary>Gives back what is still reserved, as the end of the process would.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            using (FileLock.Take(_file.SafeFileHandle))
                GiveBack(_slot);
            Close();
        }
    }

    /// <summary>Ends as a process does that is killed.</summary>
    internal void Close()
    {
        _view?.Dispose();
        _map?.Dispose();
        _file.Dispose();
    }

    /// <summary>
    /// On Unix .NET asks for a lock of its own when it opens a file, and gives up at once while another process has it in a step.
    /// Steps take microseconds.
    /// </summary>
    private static FileStream Open(string path)
    {
        var deadline = Environment.TickCount64 + PatienceMs;
        for (var wait = default(SpinWait); ; wait.SpinOnce())
        {
            try
            {
                return new FileStream(
                    path,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.ReadWrite | FileShare.Delete
                );
            }
            catch (IOException)
                when (!OperatingSystem.IsWindows()
                    && File.Exists(path)
                    && Environment.TickCount64 < deadline
                ) { }
        }
    }

    private void Agree(long layout, long bytes)
    {
        if (_view.ReadInt64(0) == 0)
        {
            _view.Write(8, layout);
            _view.Write(16, (long)_counters);
            _view.Write(0, Magic);
        }

        if (
            _view.ReadInt64(0) != Magic
            || _view.ReadInt64(8) != layout
            || _view.ReadInt64(16) != _counters
            || _file.Length != bytes
        )
        {
            throw new InvalidOperationException(
                $"{_file.Name} belongs to another budget: the budget file was changed while the run was on, or processes of "
                    + "one run have different budget files. Start the run again."
            );
        }
    }

    private int Claim((long Id, long Start) process)
    {
        for (var i = 0; i < Slots; i++)
        {
            var at = SlotAt(i);
            if (_view.ReadInt64(at) == 0)
            {
                _view.Write(at + 8, process.Start);
                _view.Write(at, process.Id);
                return i;
            }
        }

        throw new InvalidOperationException(
            $"{_file.Name} has no room for more than {Slots} processes of one run."
        );
    }

    private SpendRefusal? FirstRefusal(ReadOnlySpan<SpendAsk> asks)
    {
        foreach (var ask in asks)
        {
            var (used, reserved) = Sum(ask.Counter);
            if (ask.Exceeds(used, reserved))
            {
                return new SpendRefusal(ask.Counter, used, reserved);
            }
        }

        return null;
    }

    private (long Used, long Reserved) Sum(int counter)
    {
        var (used, reserved) = (0L, 0L);
        for (var i = 0; i < Slots && _view.ReadInt64(SlotAt(i)) != 0; i++)
        {
            used += _view.ReadInt64(UsedAt(i, counter));
            reserved += _view.ReadInt64(ReservedAt(i, counter));
        }

        return (used, reserved);
    }

    private bool BuryTheDead()
    {
        var found = false;
        for (var i = 0; i < Slots && _view.ReadInt64(SlotAt(i)) != 0; i++)
        {
            if (i == _slot || _isAlive(_view.ReadInt64(SlotAt(i)), _view.ReadInt64(SlotAt(i) + 8)))
            {
                continue;
            }

            found |= GiveBack(i);
        }

        return found;
    }

    private bool GiveBack(int i)
    {
        var found = false;
        for (var counter = 0; counter < _counters; counter++)
        {
            found |= _view.ReadInt64(ReservedAt(i, counter)) != 0;
            _view.Write(ReservedAt(i, counter), 0L);
        }

        return found;
    }

    /// <summary>A process id is given anew sooner or later; only with its start time does it name one process.</summary>
    private static bool IsAlive(long processId, long start) =>
        ProcessStart.Of((int)processId) == start;

    private long PlaceOf(SpendAsk ask) =>
        ask.Spent ? UsedAt(_slot, ask.Counter) : ReservedAt(_slot, ask.Counter);

    private void Add(long at, long amount) => _view.Write(at, _view.ReadInt64(at) + amount);

    private long SlotAt(int i) => HeaderBytes + (long)i * _slotBytes;

    private long UsedAt(int i, int counter) =>
        SlotAt(i) + SlotHeaderBytes + counter * 2L * sizeof(long);

    private long ReservedAt(int i, int counter) => UsedAt(i, counter) + sizeof(long);
}
