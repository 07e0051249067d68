using System.Diagnostics;
using System.Globalization;

namespace CiBudget.Tests.Ledger;

/// <summary>Processes that end badly.</summary>
public sealed class LedgerProcessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly Budget File = new() { Path = "/repo/cibudget.json" };

    [Test]
    [CancelAfter(120_000)]
    public void A_process_that_is_killed_loses_nothing_that_it_had_written(
        [Values(1, 40, 3_000), Random(1, 20_000, 2)] int entries
    )
    {
        using var run = new RunFolder();
        using var writer = Start($"exec dotnet \"{WriterDll}\" \"{run.Path}\" p 100000000");

        long written = 0;
        while (written < entries)
            written = Number(writer.StandardOutput.ReadLine());
        writer.Kill();
        // What was said before the kill was written before it, too.
        while (
            writer.StandardOutput.ReadLine() is { } line
            && line.StartsWith("written ", StringComparison.Ordinal)
        )
            written = Math.Max(written, TryNumber(line));
        writer.WaitForExit();

        var read = LedgerReader.Read(run.Ledgers.Single()).Count();
        Assert.That(read, Is.InRange(written, written + 1));
        var verdict = Check(run);
        Assert.That(
            (verdict.Outcome, verdict.Totals.Calls),
            Is.EqualTo((Outcome.Unmeasured, (long)read))
        );
        Assert.That(verdict.Diagnostics.Single().Code, Is.EqualTo(Codes.UnclosedLedger));
    }

    [Test]
    [CancelAfter(120_000)]
    public void A_full_disk_costs_entries_and_not_the_run()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Limits the size of files through the shell of Linux.");
        using var run = new RunFolder();
        // Two blocks of 1,024 bytes; the signal that comes with it is ignored, as on a full disk.
        using var writer = Start(
            $"trap '' XFSZ; ulimit -f 2; exec dotnet \"{WriterDll}\" \"{run.Path}\" p 100"
        );

        var said = writer.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        writer.WaitForExit();

        Assert.That(writer.ExitCode, Is.Zero);
        var read = LedgerReader.Read(run.Ledgers.Single()).Count();
        Assert.That(read, Is.InRange(1, 99));
        Assert.That(said[^1], Is.EqualTo($"lost {100 - read}"));
        var verdict = Check(run);
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Unmeasured));
        Assert.That(verdict.Totals.Calls, Is.EqualTo(read));
    }

    [Test]
    [CancelAfter(120_000)]
    public void Sixteen_processes_of_one_name_each_write_their_own_ledger()
    {
        using var run = new RunFolder();
        var writers = Enumerable
            .Range(0, 16)
            .Select(_ => Start($"exec dotnet \"{WriterDll}\" \"{run.Path}\" p 250"))
            .ToList();
        foreach (var writer in writers)
        {
            Assert.That(writer.StandardOutput.ReadToEnd().TrimEnd(), Does.EndWith("lost 0"));
            writer.WaitForExit();
            writer.Dispose();
        }

        var entries = run.Ledgers.SelectMany(path => LedgerReader.Read(path)).ToList();
        Assert.That(run.Ledgers, Has.Length.EqualTo(16));
        Assert.That(entries.Select(entry => entry.Id), Is.Unique.And.Exactly(4000).Items);
        Assert.That(Check(run).Totals.Calls, Is.EqualTo(4000));
    }

    [TestCase("size=16k", true)]
    [TestCase("ro", false)]
    [CancelAfter(120_000)]
    public void A_real_file_system_without_room_or_right_costs_entries_and_is_never_green(
        string options,
        bool writable
    )
    {
        using var run = new RunFolder();
        if (!TryMount(options, run.Path))
            Assert.Ignore("only root can mount a file system of its own");
        try
        {
            using var writer = Start($"exec dotnet \"{WriterDll}\" \"{run.Path}\" p 1000");
            var said = writer.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
            writer.WaitForExit();

            Assert.That(writer.ExitCode, Is.Zero);
            var read = run.Ledgers.Sum(path => LedgerReader.Read(path).Count());
            Assert.That(read, writable ? Is.InRange(1, 999) : Is.Zero);
            Assert.That(said[^1], Is.EqualTo($"lost {1000 - read}"));
            var verdict = Check(run);
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Unmeasured));
            Assert.That(verdict.Totals.Calls, Is.EqualTo(read));
        }
        finally
        {
            using var unmount = Start($"umount '{run.Path}'");
            unmount.WaitForExit();
        }
    }

    private static bool TryMount(string options, string path)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var mount = Start($"mount -t tmpfs -o {options} tmpfs '{path}' 2>/dev/null");
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private static string WriterDll =>
        Path.Combine(AppContext.BaseDirectory, "CiBudget.Tests.Writer.dll");

    private static Verdict Check(RunFolder run) =>
        BudgetCheck.Run(
            File,
            PriceSheet.Embedded,
            [run.Path],
            new CheckOptions { Time = new FixedTime(Now) }
        );

    private static Process Start(string command) =>
        Process.Start(
            new ProcessStartInfo("bash", ["-c", command])
            {
                RedirectStandardOutput = true,
                // The runtime's own double mapping is a file, too, and would hit the limit.
                Environment =
                {
                    ["DOTNET_EnableWriteXorExecute"] = "0",
                    ["DOTNET_TieredCompilation"] = "1",
                },
            }
        )!;

    private static long Number(string? line) =>
        long.Parse(line!.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The last line that a killed process says may be torn.</summary>
    private static long TryNumber(string line) =>
        long.TryParse(line.Split(' ')[1], CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
