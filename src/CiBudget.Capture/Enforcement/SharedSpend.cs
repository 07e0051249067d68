using System.Buffers.Binary;
using CiBudget.Ledger;

namespace CiBudget.Capture;

/// <summary>
/// Counters that all processes of a run on one machine share, in one file of the run's directory, without a daemon. Each process has
/// a slot of its own and only ever writes to it; a total is the sum over slots. A process that was killed keeps its spend, and its
/// reservations no longer count once it is found dead.
/// </summary>
/// <remarks>
/// Steps are atomic by an exclusive lock on the file, which the kernel drops when its holder dies. Within a step a process writes its
/// whole slot at once. The file is read and written and not mapped: a disk that is full, or a file that somebody cut, is then an
/// exception, which refuses the call, and not the end of the process.
/// </remarks>
internal sealed class SharedSpend : ISpendStore
{
    private const long Magic = 0x3244_4E45_5053_4943; // "CISPEND2"
    private const int Slots = 512;
    private const int HeaderBytes = 64;
    private const int SlotHeaderBytes = 8; // 1 when somebody has it
    private const int PatienceMs = 10_000;

    private readonly object _lock = new();
    private readonly int _counters;
    private readonly int _slotBytes;
    private readonly long _identity;
    private readonly string _path;
    private readonly FileStream _file;
    private readonly byte[] _all;
    private readonly int _slot;
    private readonly FileStream? _alive;
    private readonly Func<int, bool> _isAlive;
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
        : this(path, counters, layout, isAlive: null) { }

    /// <summary>For processes that are none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="counters">How many counters it has.</param>
    /// <param name="layout">Says what the counters are.</param>
    /// <param name="isAlive">True for a slot whose process lives; null asks the operating system.</param>
    internal SharedSpend(string path, int counters, long layout, Func<int, bool>? isAlive)
    {
        _path = path;
        _isAlive = isAlive ?? (slot => AliveFile.IsHeld(AlivePath(path, slot)));
        _counters = counters;
        _slotBytes = SlotHeaderBytes + counters * 2 * sizeof(long);
        _all = new byte[HeaderBytes + Slots * _slotBytes];

        _file = Open(path);
        try
        {
            if (!_file.CanSeek)
                throw new InvalidOperationException($"{path} is no regular file. Remove it.");

            using (FileLock.Take(_file.SafeFileHandle))
            {
                if (_file.Length == 0)
                    Make(layout);

                Read();
                Agree(layout);
                _identity = Long(24);
                _slot = Claim();
                // Held before the slot counts, so that nobody takes its owner for dead.
                _alive = isAlive is null ? AliveFile.TryHold(AlivePath(path, _slot)) : null;
                Write(SlotAt(_slot), 1);
                Save();
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>The slot of this process.</summary>
    internal int Slot => _slot;

    /// <exception cref="InvalidOperationException">The file is no longer the one that the run began with.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public SpendRefusal? Reserve(ReadOnlySpan<SpendAsk> asks)
    {
        lock (_lock)
        {
            using var _ = FileLock.Take(_file.SafeFileHandle);
            Read();
            RequireSame();
            var refusal = FirstRefusal(asks);
            // The dead are looked for only when somebody would be turned away for them.
            if (refusal is { Reserved: > 0 } && ReclaimDeadProcesses())
                refusal = FirstRefusal(asks);

            if (refusal is null)
            {
                foreach (var ask in asks)
                    Add(PlaceOf(ask), ask.Amount);

                Save();
            }

            return refusal;
        }
    }

    public void Settle(ReadOnlySpan<SpendAsk> asks, ReadOnlySpan<long> used)
    {
        lock (_lock)
        {
            using var _ = FileLock.Take(_file.SafeFileHandle);
            Read();
            for (var i = 0; i < asks.Length; i++)
            {
                Add(UsedAt(_slot, asks[i].Counter), used[i]);
                Add(PlaceOf(asks[i]), -asks[i].Amount);
            }

            Save();
        }
    }

    /// <summary>Gives back what is still reserved, as the end of the process would.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            try
            {
                using (FileLock.Take(_file.SafeFileHandle))
                {
                    Read();
                    GiveBack(_slot);
                }
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // It counts as reserved until this process is found dead: never too little.
            }

            Close();
        }
    }

    /// <summary>Ends as a process does that is killed.</summary>
    internal void Close()
    {
        _file.Dispose();
        _alive?.Dispose();
    }

    private static string AlivePath(string path, int slot) =>
        FormattableString.Invariant($"{path}.{slot}");

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
                    FileShare.ReadWrite,
                    bufferSize: 1
                );
            }
            catch (IOException)
                when (!OperatingSystem.IsWindows()
                    && File.Exists(path)
                    && Environment.TickCount64 < deadline
                ) { }
        }
    }

    /// <summary>Every byte is written, so that the disk has room for all that will be written later.</summary>
    private void Make(long layout)
    {
        Array.Clear(_all);
        Write(0, Magic);
        Write(8, layout);
        Write(16, _counters);
        Write(24, BitConverter.ToInt64(Guid.NewGuid().ToByteArray()));
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, _all, 0);
        }
        catch
        {
            // Half a file would be taken for another budget's.
            RandomAccess.SetLength(_file.SafeFileHandle, 0);
            throw;
        }
    }

    private void Agree(long layout)
    {
        if (Long(0) != Magic || Long(8) != layout || Long(16) != _counters)
            throw new InvalidOperationException(
                $"{_path} belongs to another budget: the budget file was changed while the run was on, or processes of "
                    + "one run have different budget files. Start the run again."
            );
    }

    /// <summary>What others find under the name now must be what this process counts in.</summary>
    private void RequireSame()
    {
        // Windows does not let anybody delete or replace a file that is open without FileShare.Delete.
        if (OperatingSystem.IsWindows())
            return;

        using var now = UnlockedFile.TryOpen(_path);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (
            now is null
            || RandomAccess.Read(now, header, 0) != HeaderBytes
            || BinaryPrimitives.ReadInt64LittleEndian(header[24..]) != _identity
        )
            throw Replaced();
    }

    private InvalidOperationException Replaced() =>
        new(
            $"{_path} was deleted, cut or replaced while the run was on, so that what was spent before is not known. "
                + "Let nothing change the run's folder meanwhile, and start the run again."
        );

    private void Read()
    {
        // A file that is longer has other counters.
        if (
            RandomAccess.Read(_file.SafeFileHandle, _all, 0) != _all.Length
            || RandomAccess.GetLength(_file.SafeFileHandle) != _all.Length
        )
            throw _identity == 0
                ? new InvalidOperationException(
                    $"{_path} belongs to another budget, or something else has written it. Start the run again."
                )
                : Replaced();
    }

    /// <summary>Writes this process's slot.</summary>
    private void Save() => Save(_slot);

    private void Save(int slot) =>
        RandomAccess.Write(
            _file.SafeFileHandle,
            _all.AsSpan(SlotAt(slot), _slotBytes),
            SlotAt(slot)
        );

    private int Claim()
    {
        for (var i = 0; i < Slots; i++)
        {
            if (Long(SlotAt(i)) == 0)
                return i;
        }

        throw new InvalidOperationException(
            $"{_path} has no room for more than {Slots} processes of one run."
        );
    }

    private SpendRefusal? FirstRefusal(ReadOnlySpan<SpendAsk> asks)
    {
        foreach (var ask in asks)
        {
            var (used, reserved) = Sum(ask.Counter);
            if (ask.Exceeds(used, reserved))
                return new SpendRefusal(ask.Counter, used, reserved);
        }

        return null;
    }

    private (long Used, long Reserved) Sum(int counter)
    {
        var (used, reserved) = (0L, 0L);
        for (var i = 0; i < Slots && Long(SlotAt(i)) != 0; i++)
        {
            used += Long(UsedAt(i, counter));
            reserved += Long(ReservedAt(i, counter));
        }

        return (used, reserved);
    }

    private bool ReclaimDeadProcesses()
    {
        var found = false;
        for (var i = 0; i < Slots && Long(SlotAt(i)) != 0; i++)
        {
            if (i == _slot || !HasReserved(i) || _isAlive(i))
                continue;

            GiveBack(i);
            found = true;
        }

        return found;
    }

    private bool HasReserved(int slot)
    {
        for (var counter = 0; counter < _counters; counter++)
        {
            if (Long(ReservedAt(slot, counter)) != 0)
                return true;
        }

        return false;
    }

    private void GiveBack(int slot)
    {
        for (var counter = 0; counter < _counters; counter++)
            Write(ReservedAt(slot, counter), 0);

        Save(slot);
    }

    private int PlaceOf(SpendAsk ask) =>
        ask.Spent ? UsedAt(_slot, ask.Counter) : ReservedAt(_slot, ask.Counter);

    private void Add(int at, long amount) => Write(at, Long(at) + amount);

    private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(_all.AsSpan(at));

    private void Write(int at, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(_all.AsSpan(at), value);

    private int SlotAt(int i) => HeaderBytes + i * _slotBytes;

    private int UsedAt(int i, int counter) =>
        SlotAt(i) + SlotHeaderBytes + counter * 2 * sizeof(long);

    private int ReservedAt(int i, int counter) => UsedAt(i, counter) + sizeof(long);
}
