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

    private readonly object gate = new();
    private readonly int counters;
    private readonly int slotBytes;
    private readonly FileStream file;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly int slot;
    private readonly Func<long, long, bool> isAlive;
    private bool disposed;

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
        this.isAlive = isAlive;
        this.counters = counters;
        slotBytes = SlotHeaderBytes + counters * 2 * sizeof(long);
        var bytes = HeaderBytes + (long)Slots * slotBytes;

        file = Open(path);
        try
        {
            using (FileLock.Take(file.SafeFileHandle))
            {
                if (file.Length == 0)
                {
                    file.SetLength(bytes);
                }

                map = MemoryMappedFile.CreateFromFile(
                    file,
                    mapName: null,
                    capacity: 0,
                    MemoryMappedFileAccess.ReadWrite,
                    HandleInheritability.None,
                    leaveOpen: true
                );
                view = map.CreateViewAccessor(0, 0);
                Agree(layout, bytes);
                slot = Claim(process);
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
        lock (gate)
        {
            using var _ = FileLock.Take(file.SafeFileHandle);
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
        lock (gate)
        {
            using var _ = FileLock.Take(file.SafeFileHandle);
            for (var i = 0; i < asks.Length; i++)
            {
                Add(UsedAt(slot, asks[i].Counter), used[i]);
                Add(PlaceOf(asks[i]), -asks[i].Amount);
            }
        }
    }

    /// <summary>Gives back what is still reserved, as the end of the process would.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            using (FileLock.Take(file.SafeFileHandle))
                GiveBack(slot);
            Close();
        }
    }

    /// <summary>Ends as a process does that is killed.</summary>
    internal void Close()
    {
        view?.Dispose();
        map?.Dispose();
        file.Dispose();
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
        if (view.ReadInt64(0) == 0)
        {
            view.Write(8, layout);
            view.Write(16, (long)counters);
            view.Write(0, Magic);
        }

        if (
            view.ReadInt64(0) != Magic
            || view.ReadInt64(8) != layout
            || view.ReadInt64(16) != counters
            || file.Length != bytes
        )
        {
            throw new InvalidOperationException(
                $"{file.Name} belongs to another budget: the budget file was changed while the run was on, or processes of "
                    + "one run have different budget files. Start the run again."
            );
        }
    }

    private int Claim((long Id, long Start) process)
    {
        for (var i = 0; i < Slots; i++)
        {
            var at = SlotAt(i);
            if (view.ReadInt64(at) == 0)
            {
                view.Write(at + 8, process.Start);
                view.Write(at, process.Id);
                return i;
            }
        }

        throw new InvalidOperationException(
            $"{file.Name} has no room for more than {Slots} processes of one run."
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
        for (var i = 0; i < Slots && view.ReadInt64(SlotAt(i)) != 0; i++)
        {
            used += view.ReadInt64(UsedAt(i, counter));
            reserved += view.ReadInt64(ReservedAt(i, counter));
        }

        return (used, reserved);
    }

    private bool BuryTheDead()
    {
        var found = false;
        for (var i = 0; i < Slots && view.ReadInt64(SlotAt(i)) != 0; i++)
        {
            if (i == slot || isAlive(view.ReadInt64(SlotAt(i)), view.ReadInt64(SlotAt(i) + 8)))
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
        for (var counter = 0; counter < counters; counter++)
        {
            found |= view.ReadInt64(ReservedAt(i, counter)) != 0;
            view.Write(ReservedAt(i, counter), 0L);
        }

        return found;
    }

    /// <summary>A process id is given anew sooner or later; only with its start time does it name one process.</summary>
    private static bool IsAlive(long processId, long start) =>
        ProcessStart.Of((int)processId) == start;

    private long PlaceOf(SpendAsk ask) =>
        ask.Spent ? UsedAt(slot, ask.Counter) : ReservedAt(slot, ask.Counter);

    private void Add(long at, long amount) => view.Write(at, view.ReadInt64(at) + amount);

    private long SlotAt(int i) => HeaderBytes + (long)i * slotBytes;

    private long UsedAt(int i, int counter) =>
        SlotAt(i) + SlotHeaderBytes + counter * 2L * sizeof(long);

    private long ReservedAt(int i, int counter) => UsedAt(i, counter) + sizeof(long);
}
