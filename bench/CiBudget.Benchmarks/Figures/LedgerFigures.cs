using System.Diagnostics;
using System.Globalization;

namespace CiBudget.Benchmarks;

/// <summary>How fast entries get into the ledger, and that none is lost.</summary>
internal static class LedgerFigures
{
    private const int Wanted = 300_000;
    private const int Appends = 200_000;
    private const int Processes = 16;
    private const int OfEachProcess = 5_000;

    public static IEnumerable<Figure> Take()
    {
        var entry = Entries.Make(1) with { Id = "process-1-1" };
        var alone = Pairs.Median(
            Pairs.Cpu(3, () => Place.InNewFolder(folder => Append(folder, entry, threads: 1)))[0]
        );
        var busy = Pairs.Median(
            Enumerable
                .Range(0, 4)
                .Select(_ => Place.InNewFolder(folder => Append(folder, entry, threads: 8)))
                .Skip(1)
        );
        yield return new(
            "Ledger append: one process, 8 threads, on the clock",
            Text.PerSecond(Appends / busy, "entries"),
            "",
            "",
            "≥ 300,000/s",
            Appends / busy >= Wanted
        );
        yield return Figure.Beside(
            "Ledger append: one process, one thread, each entry in the file before the next; per second of CPU",
            Text.PerSecond(Appends / (alone / 1e9), "entries")
        );
        yield return Place.InNewFolder(ManyProcesses);
    }

    public static int AppendAsChild(string folder, string id, string count)
    {
        using var writer = new LedgerWriter(folder, new LedgerProcess { Id = id });
        var entries = int.Parse(count, CultureInfo.InvariantCulture);
        for (var i = 0; i < entries; i++)
            writer.Append(Entries.Make(i));
        writer.Close(0, 0);
        return writer.Lost == 0 ? 0 : 1;
    }

    /// <returns>Seconds on the clock.</returns>
    private static double Append(string folder, LedgerEntry entry, int threads)
    {
        using var writer = new LedgerWriter(folder, new LedgerProcess { Id = "process-1" });
        var watch = Stopwatch.StartNew();
        var workers = Enumerable
            .Range(0, threads)
            .Select(_ => new Thread(() =>
            {
                for (var i = 0; i < Appends / threads; i++)
                    writer.Append(entry);
            }))
            .ToList();
        workers.ForEach(static worker => worker.Start());
        workers.ForEach(static worker => worker.Join());
        writer.Close(0, 0);
        var seconds = watch.Elapsed.TotalSeconds;
        return writer.Lost == 0
            ? seconds
            : throw new InvalidOperationException("Entries were lost: is the disk full?");
    }

    private static Figure ManyProcesses(string folder)
    {
        // All with one id: they must not meet in one file either.
        var children = Enumerable
            .Range(0, Processes)
            .Select(_ =>
                Task.Factory.StartNew(
                    () => Child.Self("append", folder, "same", $"{OfEachProcess}"),
                    TaskCreationOptions.LongRunning
                )
            )
            .ToArray();
        var succeeded = children.Count(static child => child.Result.ExitCode == 0);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var problems = 0;
        foreach (var path in LedgerReader.Find([folder]))
        foreach (var entry in LedgerReader.Read(path, _ => problems++))
            ids.Add(entry.Id);
        const int All = Processes * OfEachProcess;
        return new(
            "Ledger append: 16 processes at once",
            FormattableString.Invariant($"{ids.Count:#,0} entries read"),
            FormattableString.Invariant($"{All:#,0} written"),
            "",
            "nothing lost",
            ids.Count == All && problems == 0 && succeeded == Processes
        );
    }
}
