namespace CiBudget.Capture.Tests;

public sealed class LedgerWriterTests
{
    private static readonly LedgerProcess Process = new() { Id = "p", Run = "r" };

    [Test]
    public void Many_threads_lose_nothing_and_every_line_is_whole()
    {
        var calls = TestEffort.Rounds(few: 500, thorough: 2000);
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            Parallel.For(
                0,
                8,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                thread =>
                {
                    for (var i = 0; i < calls; i++)
                        writer.Append(
                            FullEntry.Value with
                            {
                                Id = "",
                                Attempt = thread,
                                MaxTokens = i,
                            }
                        );
                }
            );
            writer.Close(0, 0);
            Assert.That(writer.Lost, Is.Zero);
        }

        var entries = LedgerReader
            .Read(run.Ledgers.Single(), problem => Assert.Fail(problem.Message))
            .ToList();

        Assert.That(entries, Has.Count.EqualTo(8 * calls));
        Assert.That(entries.Select(entry => entry.Id), Is.Unique);
        foreach (var thread in entries.GroupBy(entry => entry.Attempt))
            Assert.That(
                thread.Select(entry => entry.MaxTokens),
                Is.Ordered.Ascending,
                "each thread's calls keep their order"
            );
        Assert.That(run.Lines[^1], Does.Contain($"\"lines\":{8 * calls + 1},"));
    }

    [Test]
    public void A_call_after_the_closing_line_takes_its_place()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, Process))
        {
            writer.Close(1, 0);
            writer.Append(new LedgerEntry { Id = "late" });
            writer.Close(0, 0);
        }

        Assert.That(
            run.Lines.Skip(1).Select(line => line[..20]),
            Is.EqualTo(new[] { "{\"v\":2,\"kind\":\"call\"", "{\"v\":2,\"kind\":\"end\"," })
        );
    }

    [Test]
    public void Two_writers_of_one_name_write_two_ledgers()
    {
        using var run = new RunFolder();
        using var first = new LedgerWriter(run.Path, Process);
        using var second = new LedgerWriter(run.Path, Process);

        first.Append(new LedgerEntry());
        second.Append(new LedgerEntry());

        Assert.That(
            run.Ledgers.Select(Path.GetFileName),
            Is.EqualTo(new[] { "p-2.ledger.jsonl", "p.ledger.jsonl" })
        );
        Assert.That(run.Ledgers, Is.EquivalentTo(new[] { first.Path, second.Path }));
        Assert.That(
            run.Ledgers.Select(path => LedgerReader.Read(path).Single().Id),
            Is.EqualTo(new[] { "p-2-1", "p-1" })
        );
        Assert.That(File.ReadLines(second.Path!).First(), Does.Contain("\"id\":\"p-2\""));
    }

    [Test]
    public void A_process_without_id_gets_one_that_is_a_file_name()
    {
        using var run = new RunFolder();
        using var writer = new LedgerWriter(
            run.Path,
            new()
            {
                Assembly = "Shop/Tests \"ä\"",
                Framework = "net10.0",
                ProcessId = 5,
            }
        );

        Assert.That(
            Path.GetFileName(writer.Path),
            Does.Match(@"^Shop-Tests-----net10\.0-5-[0-9a-f]{8}\.ledger\.jsonl$")
        );
    }

    [Test]
    public void A_directory_that_cannot_be_made_loses_entries_and_throws_nothing()
    {
        using var run = new RunFolder();
        var file = Path.Combine(run.Path, "file");
        File.WriteAllText(file, "");
        using var writer = new LedgerWriter(Path.Combine(file, "run"), Process);

        writer.Append(new LedgerEntry());
        writer.Close(0, 0);

        Assert.That(writer.Path, Is.Null);
        Assert.That(writer.Lost, Is.EqualTo(1));
    }

    [Test]
    public void A_directory_that_can_be_made_later_hears_of_the_loss()
    {
        using var run = new RunFolder();
        var directory = Path.Combine(run.Path, "run");
        File.WriteAllText(directory, "");
        using var writer = new LedgerWriter(directory, Process);
        writer.Append(new LedgerEntry());
        File.Delete(directory);

        writer.Append(new LedgerEntry());
        writer.Close(0, 0);

        Assert.That(
            File.ReadAllLines(writer.Path!)[1],
            Does.StartWith(
                """{"v":2,"kind":"end","inFlight":0,"unmetered":0,"lost":2,"lines":1,"sum":"""
            )
        );
    }

    [Test]
    public void An_entry_after_disposal_is_lost_and_counted()
    {
        using var run = new RunFolder();
        var writer = new LedgerWriter(run.Path, Process);
        writer.Dispose();

        writer.Append(new LedgerEntry());

        Assert.That(writer.Lost, Is.EqualTo(1));
    }

    [Test]
    public void A_write_that_breaks_off_leaves_one_torn_line_and_an_honest_count(
        [Range(0, 400, 13)] int room
    )
    {
        using var run = new RunFolder();
        var path = Path.Combine(run.Path, "p.ledger.jsonl");
        using (
            var stream = new FileStream(
                path,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.Read,
                1
            )
        )
        using (var disk = new SmallDisk(stream))
        using (var writer = new LedgerWriter(disk, Process))
        {
            disk.Room = room;
            writer.Append(new LedgerEntry { Id = "a" });
            writer.Append(new LedgerEntry { Id = "b" });
            writer.Append(new LedgerEntry { Id = "c" });
            disk.Room = long.MaxValue;
            writer.Append(new LedgerEntry { Id = "d" });
            writer.Close(0, 0);

            var problems = new List<LedgerProblem>();
            var read = LedgerReader.Read(path, problems.Add).Select(entry => entry.Id).ToList();

            Assert.That(read.LastOrDefault(), Is.EqualTo("d"));
            Assert.That(writer.Lost, Is.EqualTo(4 - read.Count));
            Assert.That(problems, Has.Count.LessThanOrEqualTo(1));
            Assert.That(
                File.ReadLines(path).Last(),
                Does.StartWith(
                    $$"""{"v":2,"kind":"end","inFlight":0,"unmetered":0,"lost":{{4 - read.Count}},"lines":{{read.Count + 1}},"sum":"""
                )
            );
        }
    }

    [Test]
    public void A_share_that_takes_half_of_a_write_now_and_then_never_hides_a_loss()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            using var run = new RunFolder();
            var path = Path.Combine(run.Path, "p" + LedgerReader.Extension);
            const int appended = 40;
            long lost;
            using (var file = new FileStream(path, FileMode.CreateNew))
            using (var share = new ShakyShare(file, new Random(seed)))
            using (var writer = new LedgerWriter(share, Process))
            {
                for (var i = 0; i < appended; i++)
                    writer.Append(new LedgerEntry { Status = 500 });
                writer.Close(0, 0);
                lost = writer.Lost;
            }

            var entries = LedgerReader.Read(path).ToList();
            var verdict = BudgetCheck.Run(
                Budget.Empty,
                PriceSheet.Embedded,
                [run.Path],
                new CheckOptions()
            );

            Assert.That(entries.Select(entry => entry.Id), Is.Unique, $"seed {seed}");
            Assert.That(lost, Is.GreaterThanOrEqualTo(appended - entries.Count), $"seed {seed}");
            if (entries.Count < appended)
                Assert.That(verdict.Outcome, Is.Not.EqualTo(Outcome.Within), $"seed {seed}");
            Assert.That(verdict.Totals.Calls, Is.EqualTo(entries.Count), $"seed {seed}");
        }
    }

    /// <summary>
    /// A network share: of some writes only a part arrives, or all of it although an error is told; some questions for the length
    /// fail, too.
    /// </summary>
    private sealed class ShakyShare(Stream inner, Random random) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var arrives = random.Next(6) switch
            {
                0 => random.Next(count + 1),
                1 => count,
                _ => -1,
            };
            inner.Write(buffer, offset, arrives < 0 ? count : arrives);
            if (arrives >= 0)
                throw new IOException("Stale file handle");
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            random.Next(3) == 0
                ? throw new IOException("Input/output error")
                : inner.Seek(offset, origin);

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    /// <summary>A disk with little room: it takes what fits and then says that it is full.</summary>
    private sealed class SmallDisk(Stream inner) : Stream
    {
        public long Room { get; set; } = long.MaxValue;

        public override bool CanRead => false;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var fits = (int)Math.Min(count, Room);
            inner.Write(buffer, offset, fits);
            Room -= fits;
            if (fits < count)
                throw new IOException("No space left on device");
        }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
