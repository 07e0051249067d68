namespace CiBudget.MSBuild.Tests;

public sealed class RunsTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("cibudget ").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("1_2f-4", "1_2f-4")]
    [TestCase("a/b\\c:d", "a-b-c-d")]
    [TestCase("..", "---")]
    [TestCase("", "-")]
    [TestCase("日本 x", "---x")]
    public void A_run_name_is_one_portable_folder_name(string run, string folder)
    {
        Assert.That(Runs.FolderOf(_folder, run), Is.EqualTo(Path.Combine(_folder, folder)));
    }

    [Test]
    public void The_latest_run_is_the_one_that_was_written_to_last()
    {
        var (old, young) = (Run("b", age: 2), Run("a", age: 1));

        Assert.That(Runs.Latest(_folder), Is.EqualTo(young));
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow);
        Assert.That(Runs.Latest(_folder), Is.EqualTo(old));
    }

    [Test]
    public void A_folder_that_is_no_run_is_never_the_latest()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "something else"));

        Assert.That(Runs.Latest(_folder), Is.Null);
        Assert.That(Runs.Latest(Path.Combine(_folder, "missing")), Is.Null);
    }

    [Test]
    public void Only_the_newest_runs_are_kept()
    {
        var runs = Enumerable.Range(1, Runs.Kept + 3).Select(age => Run($"run{age}", age)).ToList();

        Runs.Prune(_folder, current: runs[^1]);

        Assert.That(
            runs.Where(Directory.Exists),
            Is.EqualTo(runs.Take(Runs.Kept).Append(runs[^1]))
        );
    }

    [Test]
    public void A_run_that_goes_on_is_never_deleted()
    {
        var runs = Enumerable.Range(1, Runs.Kept + 3).Select(age => Run($"run{age}", age)).ToList();
        var (testing, building) = (runs[^1], runs[^2]);
        using var process = AliveFile.TryHold(Path.Combine(testing, "1" + AliveFile.Extension));
        using var build = AliveFile.TryHold(
            Path.Combine(Runs.GatesIn(building), "One" + AliveFile.Extension)
        );

        // Files that were written long ago are held still.
        Directory.SetLastWriteTimeUtc(building, DateTime.UtcNow.AddHours(-98));
        Directory.SetLastWriteTimeUtc(testing, DateTime.UtcNow.AddHours(-99));

        Runs.Prune(_folder, current: runs[0]);

        Assert.That(
            runs.Where(Directory.Exists),
            Is.EqualTo(runs.Take(Runs.Kept).Concat([building, testing]))
        );
        Assert.That(File.Exists(Path.Combine(testing, "1.ledger.jsonl")));

        process!.Dispose();
        build!.Dispose();
        Runs.Prune(_folder, current: runs[0]);

        Assert.That(runs.Where(Directory.Exists), Is.EqualTo(runs.Take(Runs.Kept)));
    }

    [Test]
    public void What_CiBudget_did_not_write_is_never_deleted()
    {
        var runs = Enumerable.Range(1, Runs.Kept + 1).Select(age => Run($"run{age}", age)).ToList();
        var notes = Path.Combine(runs[^1], "notes.txt");
        File.WriteAllText(notes, "mine");
        Directory.SetLastWriteTimeUtc(runs[^1], DateTime.UtcNow.AddHours(-100));
        var other = Directory.CreateDirectory(Path.Combine(_folder, "photos")).FullName;
        Directory.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddHours(-200));

        Runs.Prune(_folder, current: runs[0]);

        Assert.That(File.Exists(notes));
        Assert.That(Directory.Exists(other));
    }

    private string Run(string name, int age)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "1.ledger.jsonl"), "");
        File.WriteAllText(Path.Combine(folder, "1.shared.json"), "");
        File.WriteAllText(Path.Combine(folder, "run.json"), "");
        // As a process leaves it that is killed just then.
        File.WriteAllText(Path.Combine(folder, "run.json.0123.tmp"), "");
        File.WriteAllText(Path.Combine(folder, Runs.SpendFile), "");
        File.WriteAllText(Path.Combine(folder, Runs.OutageFile), "");
        File.WriteAllText(Path.Combine(folder, Runs.ReportFile), "");
        Directory.CreateDirectory(Runs.GatesIn(folder));
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddHours(-age));
        return folder;
    }
}
